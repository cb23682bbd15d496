package dev.jbuild.engine.image;

import dev.jbuild.engine.image.ImageDiff.Setting;
import dev.jbuild.image.ImageConfig;
import dev.jbuild.image.json.ContainerConfigJson;
import dev.jbuild.image.json.Json;
import dev.jbuild.image.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Compares the settings of images, one by one: each variable, label, port and volume counts as
/// one.
final class ConfigDiff {
  private ConfigDiff() {}

  static List<Setting> of(ImageConfig first, ImageConfig second) {
    Map<String, String> before = settings(first);
    Map<String, String> after = settings(second);
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    List<Setting> settings = new ArrayList<>();
    for (String name : names) {
      String old = before.getOrDefault(name, "");
      String now = after.getOrDefault(name, "");
      if (!old.equals(now)) {
        settings.add(new Setting(name, old, now));
      }
    }
    return settings;
  }

  private static Map<String, String> settings(ImageConfig config) {
    Map<String, String> all = new TreeMap<>();
    all.put("Platform", config.platform().toString());
    all.put("Author", config.author());
    ContainerConfigJson.write(config.config())
        .members()
        .forEach((name, value) -> put(all, name, value));
    return all;
  }

  private static void put(Map<String, String> all, String name, @Nullable Object value) {
    switch (value) {
      case null -> {}
      case List<?> list when name.equals("Env") -> {
        for (Object variable : list) {
          String text = String.valueOf(variable);
          int equals = text.indexOf('=');
          all.put(
              "Env " + (equals < 0 ? text : text.substring(0, equals)),
              equals < 0 ? "" : text.substring(equals + 1));
        }
      }
      case JsonObject object when !name.equals("Healthcheck") ->
          object.members().forEach((key, member) -> all.put(name + " " + key, text(member)));
      case Map<?, ?> map -> map.forEach((key, member) -> all.put(name + " " + key, text(member)));
      default -> all.put(name, text(value));
    }
  }

  private static String text(@Nullable Object value) {
    return value instanceof String text
        ? text
        : new String(Json.bytes(value), StandardCharsets.UTF_8);
  }
}
