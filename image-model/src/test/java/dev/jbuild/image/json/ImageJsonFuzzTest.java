package dev.jbuild.image.json;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.jbuild.image.ImageConfig;

class ImageJsonFuzzTest {
  @FuzzTest
  void readsOrRefusesAManifest(byte[] bytes) {
    try {
      byte[] written = ImageJson.encode(ImageJson.manifest(bytes, "").value()).bytes();
      ImageJson.manifest(written, "");
    } catch (JsonException refused) {
      // the only exception that may come out
    }
  }

  @FuzzTest
  void readsOrRefusesAConfiguration(byte[] bytes) throws JsonException {
    ImageConfig config;
    try {
      config = ImageJson.config(bytes).value();
    } catch (JsonException refused) {
      return;
    }
    ImageJson.config(ImageJson.encode(config).bytes());
  }
}
