import { readdirSync, statSync } from 'node:fs';
import { extname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, plural, torch } from '../internal/describe.js';
import { inspectable, type Shown, settingsForJson } from '../internal/inspect.js';
import { collectImages, type FoundImages, IMAGES, isHidden, withFolderErrors } from './collect-images.js';
import { decode } from './decode.js';
import { ImageError } from './image-error.js';
import { checkImageOptions, type ImageFolderOptions, type ImageSettings } from './options.js';

/** The images of IMAGES that sharp decodes, as it is installed. */
const DECODED = new Set([
  ...['.jpg', '.jpeg', '.jpe', '.jfif', '.pjpeg', '.pjp', '.png', '.apng', '.webp', '.tif', '.tiff', '.gif', '.avif'],
  '.svg',
]);

/** An item of an {@link ImageFolder}: an image and its class. */
export interface ImageItem<D extends 'float32' | 'uint8' = 'float32'> {
  /** The pixel values, (height * width * channels,), in the order of `layout`. */
  image: D extends 'uint8' ? Uint8Array<ArrayBuffer> : Float32Array<ArrayBuffer>;
  /** The class, as an index into `classes`. */
  label: number;
}

/**
 * A folder of images as a data set for a DataLoader, like torchvision's ImageFolder: each sub-folder is a class. Images
 * are decoded, resized and normalized when they are asked for, on sharp's threads. Needs the package sharp.
 *
 * Classes are sorted by name, and images by class, folder and name, so indices and labels are those of torchvision.
 * Links are followed. Hidden files and folders are left out.
 *
 * Images are rotated according to their EXIF orientation. Transparent parts become black. An animation gives its first
 * frame.
 */
export class ImageFolder<D extends 'float32' | 'uint8' = 'float32'> {
  readonly #folder: string;
  readonly #settings: ImageSettings;
  readonly #classes: readonly string[];
  readonly #labels: Uint32Array<ArrayBuffer>;
  /** Paths below the folder, with slashes. */
  readonly #paths: readonly string[];

  /**
   * Lists the folder. Reads no image.
   * @param folder A path, or a file URL such as `new URL('./photos', import.meta.url)`.
   * @throws {TypeError | RangeError} An argument is not as described, or the URL is not a file URL.
   * @throws {ImageError} The folder is missing or cannot be read, it has no sub-folder, or a sub-folder has no images.
   * A link is broken or circular, or sharp does not decode a kind of image in the folder.
   */
  constructor(folder: string | URL, options: ImageFolderOptions<D>) {
    this.#settings = checkImageOptions(options);
    this.#folder = checkFolder(folder);
    const classes = foldersIn(this.#folder);
    if (classes.length === 0) {
      const hint = 'each class is a sub-folder with its images';
      const sentence = torch(`Couldn't find any class folder in ${this.#folder}.`);
      throw new ImageError(`${this.#folder}: has no sub-folder; ${hint}${sentence}`);
    }
    const files = imagesIn(this.#folder, this.#settings.extensions);
    const codes = new Map(classes.map((name, code) => [name, code]));
    this.#classes = classes;
    this.#paths = files;
    this.#labels = Uint32Array.from(files, (path) => codes.get(path.slice(0, path.indexOf('/'))) as number);
    const used = new Set(this.#labels);
    const empty = classes.filter((_, code) => !used.has(code));
    if (empty.length > 0) throw noImages(this.#folder, empty, this.#settings.extensions ?? DECODED);
    inspectable(new.target.prototype);
  }

  /** Number of images. */
  get length(): number {
    return this.#paths.length;
  }

  /** The folder, as a path. */
  get folder(): string {
    return this.#folder;
  }

  /** The classes, sorted: the names of the sub-folders. */
  get classes(): string[] {
    return [...this.#classes];
  }

  /** The label of each class, by its name, as torchvision's `class_to_idx`. */
  get classToIdx(): Record<string, number> {
    return Object.fromEntries(this.#classes.map((name, code) => [name, code]));
  }

  /** Copy of the labels of all images, (length,): indices into `classes`. For `WeightedRandomSampler.fromLabels`. */
  get labels(): Uint32Array<ArrayBuffer> {
    return this.#labels.slice();
  }

  /** Copy of the paths of all images, (length,), with the folder. */
  get files(): string[] {
    return this.#paths.map((path) => join(this.#folder, path));
  }

  /** Shape of an image: [height, width, channels], or [channels, height, width] with layout 'chw'. */
  get shape(): [number, number, number] {
    const { height, width, channels, layout } = this.#settings;
    return layout === 'hwc' ? [height, width, channels] : [channels, height, width];
  }

  /**
   * Decodes image `index`, in [0, length). If `signal` is aborted, the promise rejects with the signal's reason.
   * @throws {TypeError | RangeError} There is no such image.
   * @throws {ImageError} The file cannot be read or decoded, or sharp is not installed. The message names the file.
   */
  async get(index: number, { signal }: { signal?: AbortSignal } = {}): Promise<ImageItem<D>> {
    const { length } = this;
    if (!(typeof index === 'number' && Number.isInteger(index) && index >= 0 && index < length)) {
      const problem = `index must be an integer in [0, ${length - 1}], got ${describe(index)}`;
      throw typeof index === 'number' ? new RangeError(problem) : new TypeError(problem);
    }
    const path = join(this.#folder, this.#paths[index]);
    const image = await decode(path, path, this.#settings, signal);
    return { image: image as ImageItem<D>['image'], label: this.#labels[index] };
  }

  /** Class name, folder, classes, length and shape, for JSON.stringify and console.log. */
  toJSON(): Shown {
    const { folder, classes, length, shape } = this;
    return settingsForJson(this, { type: 'ImageFolder', folder, classes, length, shape });
  }
}

/** @throws {TypeError | ImageError} It is no path, or there is no such folder. */
function checkFolder(folder: unknown): string {
  const isPath = typeof folder === 'string' && folder !== '';
  if (!isPath && !(folder instanceof URL && folder.protocol === 'file:')) {
    throw new TypeError(`folder must be a path or a file URL, got ${describe(folder)}`);
  }
  const path = isPath ? folder : fileURLToPath(folder as URL);
  const stats = withFolderErrors(path, () => statSync(path, { throwIfNoEntry: false }));
  if (!stats) throw new ImageError(`${path}: no such folder`);
  if (!stats.isDirectory()) throw new ImageError(`${path}: is not a folder`);
  return path;
}

/** The sub-folders, sorted by name. */
function foldersIn(folder: string): string[] {
  const entries = withFolderErrors(folder, () => readdirSync(folder, { withFileTypes: true }));
  const isFolder = (name: string): boolean => {
    try {
      return statSync(join(folder, name)).isDirectory();
    } catch {
      // a broken link
      return false;
    }
  };
  return entries
    .filter((entry) => !isHidden(entry.name))
    .filter((entry) => entry.isDirectory() || (entry.isSymbolicLink() && isFolder(entry.name)))
    .map(({ name }) => name)
    .sort();
}

/**
 * The paths of the images in sub-folders, sorted as torchvision does: by folder, then by name.
 * @throws {ImageError} Images of another kind are among them, and no extensions say which to take.
 */
function imagesIn(folder: string, extensions: ReadonlySet<string> | undefined): string[] {
  const found: FoundImages = { files: [], hidden: 0, links: false };
  collectImages(folder, '', 0, [], extensions ?? new Set(IMAGES), found);
  const paths = found.files.map(({ path }) => path).filter((path) => path.includes('/'));
  const others = extensions ? [] : paths.filter((path) => !DECODED.has(extname(path).toLowerCase()));
  if (others.length > 0) {
    const first = join(folder, others[0]);
    const more = others.length > 1 ? ` and ${plural(others.length - 1, 'other file')}` : '';
    throw new ImageError(
      `${first}${more}: sharp does not decode ${extname(others[0])}: convert the files, remove them, or name the ` +
        "extensions to take, such as extensions: ['.jpg', '.png']",
    );
  }
  const order = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
  const keys = new Map(paths.map((path) => [path, posix.dirname(path)]));
  return paths.sort((a, b) => order(keys.get(a) as string, keys.get(b) as string) || order(a, b));
}

function noImages(folder: string, classes: readonly string[], extensions: ReadonlySet<string>): ImageError {
  const [first, ...rest] = classes.map((name) => JSON.stringify(name));
  const more = rest.length > 0 ? ` and ${plural(rest.length, 'other')}` : '';
  const has = rest.length > 0 ? 'sub-folders without images' : 'a sub-folder without images';
  const sentence = torch(`Found no valid file for the classes ${classes.slice(0, 8).join(', ')}.`);
  return new ImageError(`${folder}: has ${has}, ${first}${more} (${[...extensions].join(' ')})${sentence}`);
}
