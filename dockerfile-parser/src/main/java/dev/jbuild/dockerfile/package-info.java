/// The front door: [dev.jbuild.dockerfile.Dockerfile] reads the text of a Dockerfile into stages of
/// typed instructions. What a target of it means is worked out in the package `plan`. Packages
/// below never refer to this one, save `plan`, `lint` and `emit`, which take a whole file.
@NullMarked
package dev.jbuild.dockerfile;

import org.jspecify.annotations.NullMarked;
