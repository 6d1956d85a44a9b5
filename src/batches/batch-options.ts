/** Options of a BatchSampler. */
export interface BatchOptions {
  /**
   * Whether to deduplicate batches: draws are exchanged between the batches of an epoch, so that no index comes twice
   * in one. If that is impossible, as few as possible repeat. The epoch keeps its draws and only changes their order.
   * The exchange favors no batch and no position in a batch. Default false.
   */
  distinct?: boolean | undefined;
}
