package dev.jbuild.cli.progress;

import dev.jbuild.engine.transfer.TransferEvent.State;

/// Which way an image goes, and the words that docker has for the states of its layers then.
public enum Direction {
  /// From a registry into the store.
  PULL,
  /// From the store to a registry.
  PUSH;

  String words(State state) {
    return switch (state) {
      case WAITING -> this == PULL ? "Pulling fs layer" : "Preparing";
      case EXISTS -> this == PULL ? "Already exists" : "Layer already exists";
      case COMPRESSING -> "Compressing";
      case DOWNLOADING -> "Downloading";
      case UNPACKING -> "Extracting";
      case UPLOADING -> "Pushing";
      case MOUNTED -> "Mounted from another repository";
      case DONE -> this == PULL ? "Pull complete" : "Pushed";
    };
  }
}
