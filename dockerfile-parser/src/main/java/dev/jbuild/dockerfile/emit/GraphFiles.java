package dev.jbuild.dockerfile.emit;

import dev.jbuild.dockerfile.plan.CopySource;
import dev.jbuild.dockerfile.plan.Operation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Parts of file operations, and those of a single action.
final class GraphFiles {

  private GraphFiles() {}

  /// A file operation of one action that needs no second input.
  static GraphNode single(String label, JsonObject action, @Nullable GraphNode base) {
    action.put("secondaryInput", "-1");
    if (base == null) {
      action.put("input", "-1");
    }
    JsonObject content =
        new JsonObject().put("file", new JsonObject().put("actions", List.of(action.map())));
    return new GraphNode(label, content, base == null ? List.of() : List.of(base));
  }

  static GraphNode makeDirectory(Operation.MakeDirectory make, @Nullable GraphNode base) {
    JsonObject mkdir =
        new JsonObject()
            .put("path", make.path())
            .put("mode", 0755)
            .put("makeParents", true)
            .put("timestamp", "-1")
            .putSet("owner", make.owner().map(GraphFiles::owner).orElse(null));
    return single(make.step().label(), new JsonObject().put("mkdir", mkdir), base);
  }

  static GraphNode makeFile(String name, String content, int mode) {
    JsonObject mkfile =
        new JsonObject()
            .put("path", clean("/" + name))
            .put("mode", mode)
            .put("timestamp", "-1")
            .putSet(
                "data",
                Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8)));
    return single(
        "[internal] preparing inline document", new JsonObject().put("mkfile", mkfile), null);
  }

  static GraphNode makeCache(int uid, int gid, int mode, @Nullable GraphNode base) {
    JsonObject owner =
        new JsonObject()
            .put("user", new JsonObject().put("byID", Math.max(uid, 0)))
            .put("group", new JsonObject().put("byID", Math.max(gid, 0)));
    JsonObject mkdir =
        new JsonObject()
            .put("path", "/cache")
            .put("mode", mode < 0 ? 0755 : mode)
            .put("timestamp", "-1")
            .put("owner", owner);
    return single(
        "[internal] setting cache mount permissions", new JsonObject().put("mkdir", mkdir), base);
  }

  /// `user[:group]` as numbers where they are numbers, else as names.
  static JsonObject owner(String text) {
    int colon = text.indexOf(':');
    JsonObject owner =
        new JsonObject().put("user", principal(colon < 0 ? text : text.substring(0, colon)));
    return colon < 0 ? owner : owner.put("group", principal(text.substring(colon + 1)));
  }

  private static JsonObject principal(String text) {
    if (text.isEmpty() || text.equals("root")) {
      return new JsonObject().put("byID", 0);
    }
    try {
      return new JsonObject().put("byID", Integer.parseInt(text));
    } catch (NumberFormatException e) {
      return new JsonObject().put("byName", new JsonObject().put("name", text));
    }
  }

  /// The path of a source from the root of its origin.
  static String join(CopySource.Path path) {
    return path.pivot().map(p -> clean(p + "/" + path.pattern())).orElse(clean(path.pattern()));
  }

  static String clean(String path) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/")) {
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return "/" + String.join("/", parts);
  }
}
