/** Options of a BatchSampler. */
export interface BatchOptions {
  /**
   * Whether draws are exchanged between the batches of an epoch so that no index comes twice in one; where that cannot
   * be, as few times as possible. An epoch still holds the very same draws, and no batch and no place in a batch is
   * favored. An index that comes as often as there are batches is in each of them, a shorter last one included. Default
   * false.
   */
  distinct?: boolean | undefined;
}
