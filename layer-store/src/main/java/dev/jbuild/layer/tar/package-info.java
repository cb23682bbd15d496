/// Tar streams and their compression. [TarReader] reads what any tool wrote (ustar, PAX, GNU,
/// sparse), from hostile sources too; [TarWriter] writes the one form that jbuild's layers have.
/// [Unpacking] and [Packing] are the compressed forms. Names are text in the scheme of
/// `dev.jbuild.linux.FileNames`. Nothing here touches a file system or knows what a layer is.
@NullMarked
package dev.jbuild.layer.tar;

import org.jspecify.annotations.NullMarked;
