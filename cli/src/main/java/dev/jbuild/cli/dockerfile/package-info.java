/// What commands do with Dockerfiles as texts, without building them: printing what they mean, and
/// formatting them.
///
/// The commands themselves, and what a Dockerfile means, do not belong here: the former are in
/// [dev.jbuild.cli.command], the latter in the module `dev.jbuild.dockerfile`.
@NullMarked
package dev.jbuild.cli.dockerfile;

import org.jspecify.annotations.NullMarked;
