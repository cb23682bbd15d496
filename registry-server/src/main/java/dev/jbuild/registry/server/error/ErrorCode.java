package dev.jbuild.registry.server.error;

/// The codes of error answers, with their message and HTTP status.
///
/// The first block is the table of the distribution specification, "Error Codes"; the second holds
/// codes for conditions that it has none for, the first three of them known from Docker's registry.
public enum ErrorCode {
  BLOB_UNKNOWN("blob unknown to registry", 404),
  BLOB_UPLOAD_INVALID("blob upload invalid", 400),
  BLOB_UPLOAD_UNKNOWN("blob upload unknown to registry", 404),
  DIGEST_INVALID("provided digest did not match uploaded content", 400),
  MANIFEST_BLOB_UNKNOWN("manifest references a manifest or blob unknown to registry", 404),
  MANIFEST_INVALID("manifest invalid", 400),
  MANIFEST_UNKNOWN("manifest unknown to registry", 404),
  NAME_INVALID("invalid repository name", 400),
  NAME_UNKNOWN("repository name not known to registry", 404),
  SIZE_INVALID("provided length did not match content length", 400),
  UNAUTHORIZED("authentication required", 401),
  DENIED("requested access to the resource is denied", 403),
  UNSUPPORTED("the operation is unsupported", 405),
  TOOMANYREQUESTS("too many requests", 429),

  TAG_INVALID("manifest tag did not match the grammar", 400),
  RANGE_INVALID("content range does not continue the upload", 416),
  PAGINATION_NUMBER_INVALID("invalid number of results requested", 400),
  REQUEST_INVALID("malformed request", 400),
  ROUTE_UNKNOWN("no such resource", 404),
  STORAGE_FULL("no space left on the registry's storage", 507),
  UNAVAILABLE("registry is stopping", 503),
  UNKNOWN("unknown error", 500);

  private final String message;
  private final int status;

  ErrorCode(String message, int status) {
    this.message = message;
    this.status = status;
  }

  /// What the code means, for people.
  public String message() {
    return message;
  }

  /// The status of an answer with this code, unless the fault gives another.
  public int status() {
    return status;
  }

  /// Whether the distribution specification lists the code.
  public boolean specified() {
    return compareTo(TAG_INVALID) < 0;
  }
}
