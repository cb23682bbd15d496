/// What is said about a Dockerfile and where: source ranges, diagnostics with their excerpt, and
/// the one checked exception of this module. The lowest package; it refers to no other.
@NullMarked
package dev.jbuild.dockerfile.diagnostic;

import org.jspecify.annotations.NullMarked;
