// loaded-dice/images: folders of images as data sets, in Node. Needs the package sharp.
export { ImageError } from './images/image-error.js';
export { ImageFolder, type ImageItem } from './images/image-folder.js';
export type { ImageFolderOptions } from './images/options.js';
