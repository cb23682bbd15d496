/// Images going out of a store and coming into one as files: [OciLayout] (directory or tar),
/// [DockerArchive] (what `docker load` reads) and [RootfsImport] (a plain root file system). All of
/// it works on the contracts of `dev.jbuild.layer` alone.
@NullMarked
package dev.jbuild.layer.layout;

import org.jspecify.annotations.NullMarked;
