package dev.jbuild.registry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The endpoints of the distribution specification, end-1 to end-14, as one table of requests over
/// real sockets. Rows run in order; `{name}` stands for a value that an earlier row remembered.
class ConformanceIT {
  private static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";
  private static final String CONFIG = "{}";
  private static final String LAYER = "0123456789";
  private static final String MANIFEST =
      """
      {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"application/vnd.oci.image.config.v1+json",\
      "digest":"%s","size":2},"layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar",\
      "digest":"%s","size":10}]}\
      """
          .formatted(MANIFEST_TYPE, digest(CONFIG), digest(LAYER));
  private static final String REFERRER =
      """
      {"schemaVersion":2,"mediaType":"%s","artifactType":"application/sig","config":{"mediaType":\
      "application/vnd.oci.empty.v1+json","digest":"%s","size":2},"layers":[],"subject":{"mediaType":"%s",\
      "digest":"%s","size":%d},"annotations":{"a":"b"}}\
      """
          .formatted(
              MANIFEST_TYPE, digest(CONFIG), MANIFEST_TYPE, digest(MANIFEST), MANIFEST.length());

  @TempDir static Path directory;
  private static Registry registry;
  private static WireClient client;

  private final Map<String, String> values = new TreeMap<>();

  @BeforeAll
  static void start() throws IOException {
    registry =
        new Registry(
                RegistryConfig.builder(directory.resolve("storage")).listen("127.0.0.1", 0).build())
            .start();
    client = WireClient.of(registry.address());
  }

  @AfterAll
  static void stop() throws IOException {
    registry.stop();
  }

  private static String digest(String content) {
    return Digest.sha256(content.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /// One row of the table.
  private record Row(
      String number,
      String what,
      String method,
      String target,
      List<String> headers,
      String body,
      boolean streamed,
      int status,
      Map<String, String> expected,
      String remember) {

    Row with(String name, String value) {
      List<String> more = new ArrayList<>(headers);
      more.addAll(List.of(name, value));
      return new Row(
          number, what, method, target, more, body, streamed, status, expected, remember);
    }

    Row sends(String content) {
      return new Row(
          number, what, method, target, headers, content, false, status, expected, remember);
    }

    Row streams(String content) {
      return new Row(
          number, what, method, target, headers, content, true, status, expected, remember);
    }

    Row gets(String name, String value) {
      Map<String, String> more = new TreeMap<>(expected);
      more.put(name, value);
      return new Row(number, what, method, target, headers, body, streamed, status, more, remember);
    }

    Row remembers(String name) {
      return new Row(number, what, method, target, headers, body, streamed, status, expected, name);
    }
  }

  private static Row row(String number, String what, int status, String method, String target) {
    return new Row(number, what, method, target, List.of(), "", false, status, Map.of(), "");
  }

  private static List<Row> table() {
    String config = digest(CONFIG);
    String layer = digest(LAYER);
    String manifest = digest(MANIFEST);
    String none = digest("none");
    return List.of(
        row("end-1", "version", 200, "GET", "/v2/"),
        row("end-8a", "tags of nothing", 404, "GET", "/v2/c/a/tags/list")
            .gets("body", "NAME_UNKNOWN"),
        row("end-2", "no such blob", 404, "GET", "/v2/c/a/blobs/" + none)
            .gets("body", "BLOB_UNKNOWN"),
        row("end-2", "no such blob, HEAD", 404, "HEAD", "/v2/c/a/blobs/" + none),
        row("end-3", "no such manifest", 404, "GET", "/v2/c/a/manifests/none")
            .gets("body", "MANIFEST_UNKNOWN"),
        row("end-4a", "start", 202, "POST", "/v2/c/a/blobs/uploads/").remembers("location"),
        row("end-13", "status of nothing", 204, "GET", "{location}").gets("Range", "0-0"),
        row("end-6", "monolithic PUT", 201, "PUT", "{location}?digest=" + config)
            .with("Content-Type", "application/octet-stream")
            .sends(CONFIG)
            .gets("Location", "/v2/c/a/blobs/" + config)
            .gets("Docker-Content-Digest", config),
        row("end-2", "the blob", 200, "GET", "/v2/c/a/blobs/" + config)
            .gets("body", CONFIG)
            .gets("Docker-Content-Digest", config),
        row(
                "end-4b",
                "monolithic POST",
                201,
                "POST",
                "/v2/c/a/blobs/uploads/?digest=" + digest("p"))
            .sends("p"),
        row("end-4b", "wrong digest", 400, "POST", "/v2/c/a/blobs/uploads/?digest=" + none)
            .sends("p")
            .gets("body", "DIGEST_INVALID"),
        row("end-4a", "start chunked", 202, "POST", "/v2/c/a/blobs/uploads/").remembers("location"),
        row("end-5", "chunk out of order", 416, "PATCH", "{location}")
            .with("Content-Range", "4-9")
            .sends("456789")
            .gets("Range", "0-0")
            .gets("Location", "{location}"),
        row("end-5", "first chunk", 202, "PATCH", "{location}")
            .with("Content-Range", "0-3")
            .sends("0123")
            .gets("Range", "0-3"),
        row("end-5", "first chunk repeated", 416, "PATCH", "{location}")
            .with("Content-Range", "0-3")
            .sends("0123")
            .gets("Range", "0-3"),
        row("end-13", "status", 204, "GET", "{location}").gets("Range", "0-3"),
        row("end-5", "second chunk", 202, "PATCH", "{location}")
            .with("Content-Range", "4-6")
            .sends("456")
            .gets("Range", "0-6"),
        row("end-6", "closing PUT out of order", 416, "PUT", "{location}?digest=" + layer)
            .with("Content-Range", "0-2")
            .sends("789"),
        row("end-6", "closing PUT with the last chunk", 201, "PUT", "{location}?digest=" + layer)
            .with("Content-Range", "7-9")
            .sends("789"),
        row("end-13", "a closed upload is gone", 404, "GET", "{location}")
            .gets("body", "BLOB_UPLOAD_UNKNOWN"),
        row("end-4a", "start streamed", 202, "POST", "/v2/c/s/blobs/uploads/")
            .remembers("location"),
        row("end-5", "stream", 202, "PATCH", "{location}").streams(LAYER).gets("Range", "0-9"),
        row("end-6", "close it", 201, "PUT", "{location}?digest=" + layer.replace(":", "%3A")),
        row("end-4a", "start to cancel", 202, "POST", "/v2/c/a/blobs/uploads/")
            .remembers("location"),
        row("end-14", "cancel", 204, "DELETE", "{location}"),
        row("end-14", "cancel again", 404, "DELETE", "{location}")
            .gets("body", "BLOB_UPLOAD_UNKNOWN"),
        row("end-2", "range", 206, "GET", "/v2/c/a/blobs/" + layer)
            .with("Range", "bytes=2-4")
            .gets("Content-Range", "bytes 2-4/10")
            .gets("body", "234"),
        row("end-2", "range beyond", 416, "GET", "/v2/c/a/blobs/" + layer)
            .with("Range", "bytes=10-")
            .gets("Content-Range", "bytes \\*/10"),
        row("end-2", "HEAD", 200, "HEAD", "/v2/c/a/blobs/" + layer).gets("Content-Length", "10"),
        row("end-2", "conditional", 304, "GET", "/v2/c/a/blobs/" + layer)
            .with("If-None-Match", "\"" + layer + "\""),
        row("end-11", "mount", 201, "POST", "/v2/c/b/blobs/uploads/?mount=" + layer + "&from=c/a")
            .gets("Location", "/v2/c/b/blobs/" + layer),
        row("end-11", "mounted", 200, "HEAD", "/v2/c/b/blobs/" + layer),
        row("end-11", "mount without from", 201, "POST", "/v2/c/b/blobs/uploads/?mount=" + config),
        row(
            "end-11",
            "mount of nothing",
            202,
            "POST",
            "/v2/c/b/blobs/uploads/?mount=" + none + "&from=c/a"),
        row("end-7a", "missing blobs", 404, "PUT", "/v2/c/s/manifests/v1")
            .with("Content-Type", MANIFEST_TYPE)
            .sends(MANIFEST)
            .gets("body", "MANIFEST_BLOB_UNKNOWN"),
        row("end-7a", "manifest by tag", 201, "PUT", "/v2/c/a/manifests/v1")
            .with("Content-Type", MANIFEST_TYPE)
            .sends(MANIFEST)
            .gets("Location", "/v2/c/a/manifests/" + manifest)
            .gets("Docker-Content-Digest", manifest),
        row(
                "end-7b",
                "manifest by digest with tags",
                201,
                "PUT",
                "/v2/c/a/manifests/" + manifest + "?tag=v2&tag=v3")
            .with("Content-Type", MANIFEST_TYPE)
            .sends(MANIFEST)
            .gets("OCI-Tag", "v2, v3"),
        row("end-7a", "other digest", 400, "PUT", "/v2/c/a/manifests/" + none)
            .with("Content-Type", MANIFEST_TYPE)
            .sends(MANIFEST)
            .gets("body", "DIGEST_INVALID"),
        row("end-7a", "invalid", 400, "PUT", "/v2/c/a/manifests/v9")
            .with("Content-Type", MANIFEST_TYPE)
            .sends("blablabla")
            .gets("body", "MANIFEST_INVALID"),
        row("end-7a", "too large", 413, "PUT", "/v2/c/a/manifests/v9")
            .with("Content-Type", MANIFEST_TYPE)
            .sends(" ".repeat((4 << 20) + 1))
            .gets("body", "SIZE_INVALID"),
        row("end-3", "by tag", 200, "GET", "/v2/c/a/manifests/v1")
            .gets("Content-Type", MANIFEST_TYPE.replace("+", "\\+"))
            .gets("Docker-Content-Digest", manifest),
        row("end-3", "HEAD by digest", 200, "HEAD", "/v2/c/a/manifests/" + manifest)
            .gets("Content-Length", String.valueOf(MANIFEST.length()))
            .gets("Content-Type", MANIFEST_TYPE.replace("+", "\\+")),
        row("end-8a", "tags", 200, "GET", "/v2/c/a/tags/list")
            .gets("body", "\\[\"v1\",\"v2\",\"v3\"\\]"),
        row("end-8b", "page of tags", 200, "GET", "/v2/c/a/tags/list?n=2")
            .gets("body", "\\[\"v1\",\"v2\"\\]")
            .gets("Link", "</v2/c/a/tags/list\\?n=2&last=v2>; rel=\"next\""),
        row("end-8b", "next page", 200, "GET", "/v2/c/a/tags/list?n=2&last=v2")
            .gets("body", "\\[\"v3\"\\]"),
        row("end-7a", "referrer", 201, "PUT", "/v2/c/a/manifests/" + digest(REFERRER))
            .with("Content-Type", MANIFEST_TYPE)
            .sends(REFERRER)
            .gets("OCI-Subject", manifest),
        row("end-12a", "referrers", 200, "GET", "/v2/c/a/referrers/" + manifest)
            .gets("Content-Type", "application/vnd.oci.image.index.v1\\+json")
            .gets("body", digest(REFERRER) + ".*\"a\":\"b\".*\"artifactType\":\"application/sig\""),
        row(
                "end-12b",
                "filtered",
                200,
                "GET",
                "/v2/c/a/referrers/" + manifest + "?artifactType=other")
            .gets("OCI-Filters-Applied", "artifactType")
            .gets("body", "\"manifests\":\\[\\]"),
        row("end-12a", "malformed digest", 400, "GET", "/v2/c/a/referrers/x")
            .gets("body", "DIGEST_INVALID"),
        row("end-9", "delete tag", 202, "DELETE", "/v2/c/a/manifests/v3"),
        row("end-3", "tag is gone", 404, "GET", "/v2/c/a/manifests/v3"),
        row("end-9", "delete manifest", 202, "DELETE", "/v2/c/a/manifests/" + manifest),
        row("end-3", "its tags are gone", 404, "GET", "/v2/c/a/manifests/v1"),
        row("end-9", "delete again", 404, "DELETE", "/v2/c/a/manifests/" + manifest),
        row("end-10", "delete blob", 202, "DELETE", "/v2/c/a/blobs/" + layer),
        row("end-2", "blob is gone", 404, "HEAD", "/v2/c/a/blobs/" + layer),
        row("end-2", "but not elsewhere", 200, "HEAD", "/v2/c/b/blobs/" + layer),
        row("end-10", "delete again", 404, "DELETE", "/v2/c/a/blobs/" + layer),
        row("names", "upper case", 400, "GET", "/v2/Foo/tags/list").gets("body", "NAME_INVALID"),
        row("routes", "unknown", 404, "GET", "/v2/c/other/x").gets("body", "ROUTE_UNKNOWN"),
        row("routes", "wrong method", 405, "DELETE", "/v2/c/a/tags/list")
            .gets("body", "UNSUPPORTED"));
  }

  @TestFactory
  List<DynamicTest> followsTheSpecification() {
    return table().stream()
        .map(r -> DynamicTest.dynamicTest(r.number + " " + r.what, () -> check(r)))
        .toList();
  }

  private void check(Row row) throws IOException {
    byte[] content = row.body.getBytes(StandardCharsets.UTF_8);
    String[] headers = row.headers.toArray(String[]::new);
    WireClient.Answer response =
        row.streamed
            ? client.stream(row.method, filled(row.target), content, headers)
            : client.send(row.method, filled(row.target), content, headers);
    assertEquals(row.status, response.statusCode(), () -> WireClient.text(response));
    for (Map.Entry<String, String> expected : row.expected.entrySet()) {
      String actual =
          expected.getKey().equals("body")
              ? WireClient.text(response)
              : WireClient.header(response, expected.getKey());
      String pattern = filled(expected.getValue());
      boolean found =
          expected.getKey().equals("body")
              ? java.util.regex.Pattern.compile(quotedBraces(pattern)).matcher(actual).find()
              : actual.matches(pattern);
      assertTrue(found, () -> expected.getKey() + ": " + actual + " is not " + pattern);
    }
    if (!row.remember.isEmpty()) {
      values.put(row.remember, WireClient.header(response, "Location"));
    }
  }

  private static String quotedBraces(String pattern) {
    return pattern.replace("{", "\\{").replace("}", "\\}");
  }

  private String filled(String text) {
    String result = text;
    for (Map.Entry<String, String> value : values.entrySet()) {
      result = result.replace("{" + value.getKey() + "}", value.getValue());
    }
    return result;
  }
}
