package dev.jbuild.engine.copy;

import dev.jbuild.layer.Store;
import java.io.IOException;

/// Room for what archives hold: their parts come in an order of their own, and registries want
/// another. A new store, which its owner removes after the copy.
@FunctionalInterface
public interface Staging {
  Store open() throws IOException;
}
