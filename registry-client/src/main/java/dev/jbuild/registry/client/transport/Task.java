package dev.jbuild.registry.client.transport;

/// What a request is for, in the words of an error message.
///
/// @param what the object of the attempt, such as `pull manifest of 'host/app:1'`
/// @param missing what is not there when the registry answers 404, such as `tag '1' of 'host/app'`
/// @param endpoint the registry that it is asked of
public record Task(String what, String missing, Endpoint endpoint) {

  /// The beginning of each message about this task.
  String failed() {
    return "cannot " + what + ": ";
  }

  /// The registry in quotes.
  String registry() {
    return "registry '" + endpoint.domain() + "'";
  }
}
