package dev.jbuild.image;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Objects;

class ReferenceFuzzTest {
  @FuzzTest
  void readsOrRefusesAndReadsItsOwnFormBack(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();
    Reference reference;
    try {
      reference = Reference.parse(text);
    } catch (IllegalArgumentException refused) {
      return;
    }
    if (!Objects.equals(reference, Reference.parse(reference.toString()))
        || !Objects.equals(reference, Reference.parse(reference.familiar()))) {
      throw new AssertionError(text + " is not read back from " + reference);
    }
  }
}
