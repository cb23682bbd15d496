/// Storage in one directory of a local file system; start reading at [DiskStorage]. Blobs are
/// `blobs/ALGORITHM/XX/HEX`, uploads `uploads/REPOSITORY/UUID`, and facts are small files below
/// `repositories/REPOSITORY`, where the name's `/` is written `+`. New files are written in `tmp`,
/// synced and renamed, so that nothing half-written ever has a final name, and opening the storage
/// never scans it.
@NullMarked
package dev.jbuild.registry.server.disk;

import org.jspecify.annotations.NullMarked;
