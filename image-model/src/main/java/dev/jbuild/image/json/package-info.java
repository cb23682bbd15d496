/// JSON for image documents and for the small records that the other modules keep on disk. Start at
/// [Json] (bytes to tree and back, bounded), [JsonObject] (typed, path-aware access) and
/// [ImageJson] (manifests, indexes, configs). It is a tree over jackson-core's streaming reader: no
/// reflection and no data binding, which would cost a command start 60 to 100 ms.
@NullMarked
package dev.jbuild.image.json;

import org.jspecify.annotations.NullMarked;
