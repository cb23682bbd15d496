package dev.jbuild.dockerfile.diagnostic;

import java.util.Optional;

/// The build checks, by the names BuildKit gives them.
public enum Rule {
  STAGE_NAME_CASING("StageNameCasing", "stage names should be lower case"),
  FROM_AS_CASING("FromAsCasing", "AS should be written in the case of FROM"),
  NO_EMPTY_CONTINUATION("NoEmptyContinuation", "blank lines inside an instruction are deprecated"),
  CONSISTENT_INSTRUCTION_CASING(
      "ConsistentInstructionCasing", "all instructions should be written in the same case"),
  DUPLICATE_STAGE_NAME("DuplicateStageName", "stage names should be unique"),
  RESERVED_STAGE_NAME("ReservedStageName", "scratch and context are no names for stages"),
  JSON_ARGS_RECOMMENDED(
      "JSONArgsRecommended", "CMD and ENTRYPOINT should be in JSON form to receive signals"),
  MAINTAINER_DEPRECATED("MaintainerDeprecated", "MAINTAINER is deprecated, a label replaces it"),
  UNDEFINED_ARG_IN_FROM("UndefinedArgInFrom", "FROM should use declared arguments only"),
  WORKDIR_RELATIVE_PATH("WorkdirRelativePath", "the first WORKDIR of a stage should be absolute"),
  UNDEFINED_VAR("UndefinedVar", "variables should be defined before their use"),
  MULTIPLE_INSTRUCTIONS_DISALLOWED(
      "MultipleInstructionsDisallowed", "only the last of these instructions has an effect"),
  LEGACY_KEY_VALUE_FORMAT("LegacyKeyValueFormat", "write name=value instead of name value"),
  INVALID_BASE_IMAGE_PLATFORM(
      "InvalidBaseImagePlatform", "the base image is not for the platform asked for"),
  REDUNDANT_TARGET_PLATFORM(
      "RedundantTargetPlatform", "FROM --platform=$TARGETPLATFORM is the default"),
  SECRETS_USED_IN_ARG_OR_ENV(
      "SecretsUsedInArgOrEnv", "secrets should not be in ARG or ENV, where the image shows them"),
  INVALID_DEFAULT_ARG_IN_FROM(
      "InvalidDefaultArgInFrom", "FROM should be valid without any build argument"),
  FROM_PLATFORM_FLAG_CONST_DISALLOWED(
      "FromPlatformFlagConstDisallowed", "FROM --platform should not be a constant"),
  COPY_IGNORED_FILE(
      "CopyIgnoredFile", "a source that is excluded from the context cannot be copied"),
  INVALID_DEFINITION_DESCRIPTION(
      "InvalidDefinitionDescription", "comments above FROM and ARG should begin with the name"),
  EXPOSE_PROTO_CASING("ExposeProtoCasing", "protocols of EXPOSE should be lower case"),
  EXPOSE_INVALID_FORMAT("ExposeInvalidFormat", "EXPOSE takes no addresses and no host ports");

  private final String id;
  private final String summary;

  Rule(String id, String summary) {
    this.id = id;
    this.summary = summary;
  }

  /// The rule's name, such as `UndefinedVar`.
  public String id() {
    return id;
  }

  /// What the rule wants, in one line.
  public String summary() {
    return summary;
  }

  /// Whether the rule runs only when it is asked for.
  public boolean experimental() {
    return this == INVALID_DEFINITION_DESCRIPTION;
  }

  /// The rule of a name; names are case-sensitive.
  public static Optional<Rule> byId(String id) {
    for (Rule rule : values()) {
      if (rule.id.equals(id)) {
        return Optional.of(rule);
      }
    }
    return Optional.empty();
  }
}
