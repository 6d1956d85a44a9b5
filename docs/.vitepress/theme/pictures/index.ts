import type { Component } from 'vue';

/**
 * The components that pages may use, by name. Each is loaded by the page that shows it:
 * `Example: defineAsyncComponent(() => import('./example.js'))`.
 */
export const pictures: Record<string, Component> = {};
