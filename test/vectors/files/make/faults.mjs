// What is no table, whatever its name says.
import { BOM, utf8 } from './bytes.mjs';

const LABEL = { column: 'label' };
const refused = (file, about, bytes, error, options = LABEL) => ({
  file,
  about,
  bytes: typeof bytes === 'string' ? utf8(bytes) : bytes,
  tries: [{ options, error }],
});
const bytes = (...numbers) => Buffer.from(numbers);
const ZEROS = Buffer.alloc(32);

export const faults = [
  refused('empty.csv', 'Nothing.', '', 'is empty'),
  refused('empty-bom.csv', 'A byte order mark and nothing else.', BOM, 'is empty'),
  refused('empty-lines-only.csv', 'Empty lines and nothing else.', '\n\r\n\n', 'is empty'),
  refused('comments-only.csv', 'Comments and nothing else.', '# a\n# b\n', 'is empty', {
    ...LABEL,
    comment: '#',
  }),
  refused('nul.csv', 'A NUL inside a text.', 'id,label\n1,ca\0t\n', 'is a binary file'),
  refused(
    'binary.csv',
    'Bytes of a program.',
    Buffer.concat([bytes(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1), ZEROS]),
    'is a binary file',
  ),
  refused(
    'excel.csv',
    'An Excel workbook under another name: it begins as zip files do.',
    Buffer.concat([utf8('PK'), bytes(3, 4, 20, 0, 6, 0), ZEROS, utf8('[Content_Types].xml')]),
    'Excel.*save its sheet as CSV',
  ),
  refused(
    'old-excel.csv',
    'A workbook of an old Excel.',
    Buffer.concat([bytes(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1), ZEROS]),
    'Excel.*save its sheet as CSV',
  ),
  refused(
    'parquet.csv',
    'Parquet under another name.',
    Buffer.concat([utf8('PAR1'), bytes(21, 4, 21), ZEROS, utf8('PAR1')]),
    'Parquet.*\\.parquet',
  ),
  refused(
    'numpy.csv',
    'An array of NumPy.',
    Buffer.concat([bytes(0x93), utf8('NUMPY'), bytes(1, 0, 118, 0), utf8("{'descr': '<f8'}\n"), ZEROS]),
    'NumPy',
  ),
  refused(
    'zstd.csv',
    'A file that zstd made.',
    Buffer.concat([bytes(0x28, 0xb5, 0x2f, 0xfd, 4, 0), ZEROS]),
    'Zstandard',
  ),
  refused('bzip2.csv', 'A file that bzip2 made.', Buffer.concat([utf8('BZh91AY&SY'), ZEROS]), 'bzip2'),
  refused('xz.csv', 'A file that xz made.', Buffer.concat([bytes(0xfd), utf8('7zXZ'), bytes(0, 0, 4), ZEROS]), 'xz'),
  refused(
    'page.csv',
    'A web page in place of the file, as a link to log in gives.',
    '<!DOCTYPE html>\n<html>\n<head><title>Sign in</title></head>\n<body>,</body>\n</html>\n',
    'web page',
  ),
  refused(
    'page-short.csv',
    'A web page in capitals, behind spaces.',
    '\n  <HTML><BODY>404 not found</BODY></HTML>\n',
    'web page',
  ),
  refused(
    'lfs-pointer.csv',
    'What Git has in place of a large file.',
    `version https://git-lfs.github.com/spec/v1\noid sha256:${'0123456789abcdef'.repeat(4)}\nsize 12345\n`,
    'Git LFS.*git lfs pull',
  ),
  refused('markup.csv', 'XML in place of a table.', '<?xml version="1.0"?>\n<rows><row label="cat"/></rows>\n', 'XML'),
];
