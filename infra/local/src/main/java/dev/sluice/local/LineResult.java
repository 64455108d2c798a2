package dev.sluice.local;

/**
 * What a command answers to one line of input.
 *
 * @param json one JSON object without a line break, ASCII
 * @param failed whether the command's exit code has to say that something was refused or is not valid
 */
record LineResult(String json, boolean failed) {}
