import type { Theme } from 'vitepress';
// the reader's own fonts: nothing to load
import DefaultTheme from 'vitepress/theme-without-fonts';
import { pictures } from './pictures/index.js';
import './style.css';

const theme: Theme = {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    for (const [name, picture] of Object.entries(pictures)) app.component(name, picture);
  },
};

export default theme;
