/// JSON for image documents and for the small records that the other modules keep on disk. Start at
/// [Json] (bytes to tree and back, bounded), [JsonObject] (typed, path-aware access) and
/// [ImageJson] (manifests, indexes, configs). It is a tree with a reader and a writer of its own:
/// libraries for JSON cost more to start than most commands take.
@NullMarked
package dev.jbuild.image.json;

import org.jspecify.annotations.NullMarked;
