package dev.jbuild.cli.progress;

import dev.jbuild.engine.transfer.TransferEvent.State;

/// Which way an image goes, and the words that docker has for the states of its layers then.
public enum Direction {
  /// From a registry into the store.
  PULL,
  /// From the store to a registry.
  PUSH,
  /// From one registry or layout to another, past the store.
  COPY;

  String words(State state) {
    return switch (state) {
      case WAITING -> choose("Pulling fs layer", "Preparing", "Waiting");
      case EXISTS -> choose("Already exists", "Layer already exists", "Already exists");
      case COMPRESSING -> "Compressing";
      case DOWNLOADING -> "Downloading";
      case UNPACKING -> "Extracting";
      case UPLOADING -> choose("Pushing", "Pushing", "Copying");
      case MOUNTED -> "Mounted from another repository";
      case DONE -> choose("Pull complete", "Pushed", "Copied");
    };
  }

  private String choose(String pull, String push, String copy) {
    return switch (this) {
      case PULL -> pull;
      case PUSH -> push;
      case COPY -> copy;
    };
  }
}
