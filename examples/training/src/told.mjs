/** What the user can mend: the command prints its message alone, as one line. */
export class Told extends Error {}
