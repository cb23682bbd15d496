/// The names that clients write into requests, as values that cannot be malformed:
/// [RepositoryName], [Tag] and [UploadId]. Because each follows a grammar without `..`, leading
/// dots and separators, storage may use them as file names.
@NullMarked
package dev.jbuild.registry.server.name;

import org.jspecify.annotations.NullMarked;
