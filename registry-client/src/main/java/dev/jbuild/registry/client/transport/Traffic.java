package dev.jbuild.registry.client.transport;

/// What a request moves, and by that how long it may take.
public enum Traffic {
  /// A small request and answer: bounded as a whole.
  MESSAGE,
  /// A blob in the answer: any time as long as bytes flow.
  DOWNLOAD,
  /// A blob in the request: any time as long as bytes flow, and a longer wait for the answer.
  UPLOAD
}
