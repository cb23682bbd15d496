/// Puts the modules together for the commands: where the store is, how registries are reached, how
/// the builder's interfaces are met by store, registry client and runtime.
///
/// Commands do not belong here, nor anything that prints.
@NullMarked
package dev.jbuild.cli.wiring;

import org.jspecify.annotations.NullMarked;
