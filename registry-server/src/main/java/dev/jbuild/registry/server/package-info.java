@NullMarked
package dev.jbuild.registry.server;

import org.jspecify.annotations.NullMarked;
