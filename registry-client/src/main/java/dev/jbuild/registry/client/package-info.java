@NullMarked
package dev.jbuild.registry.client;

import org.jspecify.annotations.NullMarked;
