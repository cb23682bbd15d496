package dev.jbuild.cli.command;

import dev.jbuild.cli.template.Nil;
import dev.jbuild.cli.template.Unset;
import dev.jbuild.image.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// What templates of `inspect` see: the description with the members that JSON leaves out, and with
/// empty lists and maps in place of `null`, as docker's templates see its Go types. So `{{range
/// .Config.ExposedPorts}}` works for an image without any.
final class TypedDescription {
  private static final JsonObject DESCRIPTION =
      JsonObject.builder()
          .put("Config", configuration())
          .put("HostConfig", hostConfiguration())
          .put("State", unset("Health", Nil.POINTER))
          .put("ExecIDs", Nil.LIST)
          .put("Variant", new Unset(""))
          .put("OsVersion", new Unset(""))
          .put("Container", new Unset(""))
          .put("ContainerConfig", new Unset(Nil.POINTER))
          .put("VirtualSize", new Unset(0L))
          .put("SizeRw", new Unset(Nil.POINTER))
          .put("SizeRootFs", new Unset(Nil.POINTER))
          .build();

  private TypedDescription() {}

  private static JsonObject unset(String name, Object zero) {
    return JsonObject.builder().put(name, new Unset(zero)).build();
  }

  /// Members that are `null` in JSON when they are empty.
  private static JsonObject.Builder lists(String... names) {
    JsonObject.Builder members = JsonObject.builder();
    for (String name : names) {
      members.put(name, Nil.LIST);
    }
    return members;
  }

  private static JsonObject configuration() {
    return lists("Env", "Cmd", "Entrypoint", "OnBuild")
        .put("Volumes", Nil.MAP)
        .put("Labels", Nil.MAP)
        .put("ExposedPorts", new Unset(Nil.MAP))
        .put("Shell", new Unset(Nil.LIST))
        .put("StopSignal", new Unset(""))
        .put("StopTimeout", new Unset(Nil.POINTER))
        .put("ArgsEscaped", new Unset(false))
        .put("NetworkDisabled", new Unset(false))
        .put("MacAddress", new Unset(""))
        .put("Healthcheck", new Unset(Nil.POINTER))
        .build();
  }

  private static JsonObject hostConfiguration() {
    return lists("Binds", "CapAdd", "CapDrop", "SecurityOpt").put("PidsLimit", Nil.POINTER).build();
  }

  /// The description of an image or a container as templates see it.
  static JsonObject of(JsonObject description) {
    return typed(description, DESCRIPTION);
  }

  /// @param empties what stands for members that are absent or null
  private static JsonObject typed(JsonObject object, JsonObject empties) {
    JsonObject.Builder typed = JsonObject.builder();
    object.members().forEach((name, value) -> typed.put(name, typed(name, value, empties)));
    empties
        .members()
        .forEach((name, empty) -> {
          if (empty instanceof Unset && !object.members().containsKey(name)) {
            typed.put(name, empty);
          }
        });
    return typed.build();
  }

  private static @Nullable Object typed(String name, @Nullable Object value, JsonObject empties) {
    Object empty = empties.members().get(name);
    if (value == null) {
      return empty instanceof Nil ? empty : null;
    }
    return value instanceof JsonObject object && empty instanceof JsonObject members
        ? typed(object, members)
        : value;
  }
}
