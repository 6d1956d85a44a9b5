// The pictures of docs/concepts, by the names that the pages use. A page loads only its own.
import './drawings.css';
import './lines.css';
import './pictures.css';
// after the rules that it changes
import './phones.css';
import { type Component, defineAsyncComponent } from 'vue';

export const pictures: Record<string, Component> = {
  AliasTable: defineAsyncComponent(() => import('./alias-table.js')),
  UnseenItems: defineAsyncComponent(() => import('./unseen.js')),
  EpochsToAll: defineAsyncComponent(() => import('./coverage.js')),
  SystematicGrid: defineAsyncComponent(() => import('./systematic.js')),
  StreamsAndSeeds: defineAsyncComponent(() => import('./streams-and-seeds.js')),
};
