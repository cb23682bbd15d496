/// Blobs on their way in: [Uploads] finds the [UploadSession] that a request belongs to, the
/// session keeps the rules of the distribution specification, "Pushing blobs": chunks in order, a
/// digest that matches, and an offset that only moves by what a client knows of. Bytes are kept by
/// the `UploadStore` contract; nothing here knows HTTP but [ContentRange].
@NullMarked
package dev.jbuild.registry.server.upload;

import org.jspecify.annotations.NullMarked;
