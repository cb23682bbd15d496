package dev.jbuild.dockerfile.diagnostic;

import java.util.Optional;

/// The build checks: first those of BuildKit, by the names it gives them, then our own.
///
/// BuildKit's are warnings and run in every build; our own run when a check is asked for, down to
/// the level it asks for. `docs/lint.md` has a page of examples for all of them.
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
  EXPOSE_INVALID_FORMAT("ExposeInvalidFormat", "EXPOSE takes no addresses and no host ports"),

  SECRET_IN_FILE("SecretInFile", "keys and tokens should not be in the file", Severity.ERROR),
  SECRET_FILE_COPIED(
      "SecretFileCopied", "files with keys should not be copied into an image", Severity.ERROR),
  COPY_SOURCE_EXCLUDED(
      "CopySourceExcluded", "a source that is excluded cannot be copied", Severity.ERROR),
  UNPINNED_BASE("UnpinnedBase", "FROM should name a version", Severity.WARNING),
  DOWNLOAD_RUN_UNSEEN(
      "DownloadRunUnseen", "a download should be checked before it is run", Severity.WARNING),
  ADD_WITHOUT_CHECKSUM(
      "AddWithoutChecksum", "ADD of a URL should have a checksum", Severity.WARNING),
  APT_LISTS_LEFT("AptListsLeft", "package lists should not stay in the image", Severity.WARNING),
  APT_ASKS("AptAsks", "apt-get needs -y where nobody can answer", Severity.WARNING),
  APT_STALE_LISTS(
      "AptStaleLists", "apt-get update belongs in the RUN that installs", Severity.WARNING),
  RUN_WITHOUT_EFFECT(
      "RunWithoutEffect", "what only changes the shell is gone after RUN", Severity.WARNING),
  COPY_BEFORE_INSTALL(
      "CopyBeforeInstall", "dependencies should be installed before all is copied", Severity.INFO),
  FILES_CHANGED_AFTER_COPY(
      "FilesChangedAfterCopy", "COPY --chown and --chmod save a second copy", Severity.INFO),
  SUDO_IN_RUN("SudoInRun", "RUN needs USER, not sudo", Severity.INFO),
  RUNS_AS_ROOT("RunsAsRoot", "the image should name a user other than root", Severity.INFO);

  private final String id;
  private final String summary;
  private final Severity level;
  private final boolean own;

  Rule(String id, String summary) {
    this.id = id;
    this.summary = summary;
    this.level = Severity.WARNING;
    this.own = false;
  }

  Rule(String id, String summary, Severity level) {
    this.id = id;
    this.summary = summary;
    this.level = level;
    this.own = true;
  }

  /// The rule's name, such as `UndefinedVar`.
  public String id() {
    return id;
  }

  /// What the rule wants, in one line.
  public String summary() {
    return summary;
  }

  /// How grave what the rule finds is.
  public Severity level() {
    return level;
  }

  /// Whether the rule is ours and unknown to BuildKit.
  public boolean isOwn() {
    return own;
  }

  /// The page of BuildKit's documentation about the rule; empty for our own.
  public String url() {
    if (own) {
      return "";
    }
    StringBuilder page = new StringBuilder("https://docs.docker.com/go/dockerfile/rule/");
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean begins =
          i > 0
              && Character.isUpperCase(c)
              && (Character.isLowerCase(id.charAt(i - 1))
                  || (i + 1 < id.length() && Character.isLowerCase(id.charAt(i + 1))));
      page.append(begins ? "-" : "").append(Character.toLowerCase(c));
    }
    return page.append('/').toString();
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
