/** An error that the owner of a file can correct: one line that names the file, the line and the option that helps. */
export class FileError extends Error {}
