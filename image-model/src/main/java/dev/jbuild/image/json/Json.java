package dev.jbuild.image.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON bytes to trees and back. A tree is made of [JsonObject], [List], [String], [Long],
/// [Double], [Boolean] and null; members keep their order.
///
/// Reading is bounded: 64 levels, strings of 16 MiB, and duplicate members are refused. The caller
/// bounds the size of the document itself.
public final class Json {
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(64)
                  .maxStringLength(16 << 20)
                  .maxNumberLength(100)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private Json() {}

  /// Reads one JSON value that fills the input.
  ///
  /// @throws JsonException when the bytes are not exactly one JSON value within the bounds
  public static @Nullable Object parse(byte[] bytes) throws JsonException {
    try (JsonParser parser = FACTORY.createParser(bytes)) {
      if (parser.nextToken() == null) {
        throw new JsonException("malformed JSON: the document is empty");
      }
      Object value = read(parser);
      if (parser.nextToken() != null) {
        throw new JsonException("malformed JSON: more text after the end of the document");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new JsonException("malformed JSON: " + firstLine(e), e);
    } catch (JsonException e) {
      throw e;
    } catch (IOException e) {
      throw new JsonException("malformed JSON: " + e.getMessage(), e);
    }
  }

  /// Reads a document that is one JSON object.
  ///
  /// @throws JsonException when it is anything else
  public static JsonObject parseObject(byte[] bytes) throws JsonException {
    if (parse(bytes) instanceof JsonObject object) {
      return object;
    }
    throw new JsonException("malformed JSON: the document is not an object");
  }

  private static String firstLine(JsonProcessingException e) {
    String where =
        e.getLocation() == null
            ? ""
            : " (line "
                + e.getLocation().getLineNr()
                + ", column "
                + e.getLocation().getColumnNr()
                + ")";
    return e.getOriginalMessage().lines().findFirst().orElse("unreadable") + where;
  }

  private static @Nullable Object read(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          members.put(name, read(parser));
        }
        yield new JsonObject(members);
      }
      case START_ARRAY -> {
        List<@Nullable Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(read(parser));
        }
        yield elements;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw new JsonException("malformed JSON: unexpected " + parser.currentToken());
    };
  }

  /// The compact encoding of a tree, as stored and digested.
  public static byte[] bytes(@Nullable Object tree) {
    return write(tree, false);
  }

  /// The encoding of a tree with four-space indentation, for people.
  public static byte[] pretty(@Nullable Object tree) {
    return write(tree, true);
  }

  private static byte[] write(@Nullable Object tree, boolean pretty) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      if (pretty) {
        DefaultIndenter indenter = new DefaultIndenter("    ", "\n");
        DefaultPrettyPrinter printer = new DockerPrinter();
        printer.indentArraysWith(indenter);
        printer.indentObjectsWith(indenter);
        generator.setPrettyPrinter(printer);
      }
      write(generator, tree);
    } catch (IOException e) {
      throw new UncheckedIOException("writing JSON to memory failed", e);
    }
    return out.toByteArray();
  }

  private static void write(JsonGenerator generator, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> generator.writeNull();
      case String s -> generator.writeString(s);
      case Boolean b -> generator.writeBoolean(b);
      case Integer i -> generator.writeNumber(i);
      case Long l -> generator.writeNumber(l);
      case Double d -> generator.writeNumber(d);
      case JsonObject o -> writeMembers(generator, o.members());
      case Map<?, ?> m -> writeMembers(generator, m);
      case Iterable<?> list -> {
        generator.writeStartArray();
        for (Object element : list) {
          write(generator, element);
        }
        generator.writeEndArray();
      }
      default ->
          throw new IllegalArgumentException("no JSON form for " + value.getClass().getName());
    }
  }

  private static void writeMembers(JsonGenerator generator, Map<?, ?> members) throws IOException {
    generator.writeStartObject();
    for (Map.Entry<?, ?> member : members.entrySet()) {
      generator.writeFieldName(String.valueOf(member.getKey()));
      write(generator, member.getValue());
    }
    generator.writeEndObject();
  }

  /// Writes `"name": value` as docker does, without a blank before the colon.
  private static final class DockerPrinter extends DefaultPrettyPrinter {
    DockerPrinter() {}

    DockerPrinter(DockerPrinter base) {
      super(base);
    }

    @Override
    public DefaultPrettyPrinter createInstance() {
      return new DockerPrinter(this);
    }

    @Override
    public void writeObjectFieldValueSeparator(JsonGenerator g) throws IOException {
      g.writeRaw(": ");
    }

    @Override
    public void writeEndArray(JsonGenerator g, int count) throws IOException {
      if (count == 0) {
        _nesting--;
        g.writeRaw(']');
      } else {
        super.writeEndArray(g, count);
      }
    }

    @Override
    public void writeEndObject(JsonGenerator g, int count) throws IOException {
      if (count == 0) {
        _nesting--;
        g.writeRaw('}');
      } else {
        super.writeEndObject(g, count);
      }
    }
  }
}
