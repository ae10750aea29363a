package dev.portolan.settings;

/**
 * A value as some layer gave it.
 *
 * @param origin as in {@link Problem}
 * @param sequence it was written as a YAML sequence; the text joins its elements by commas
 */
record Raw(String key, String text, String origin, boolean sequence) {}
