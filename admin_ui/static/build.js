// Bundles the front-end into static/built/: hashed names, a manifest, and brotli and gzip twins.
import { build } from 'esbuild';
import { compileAsync } from 'sass';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const built = join(here, 'built');
const modules = join(root, 'node_modules');

rmSync(built, { recursive: true, force: true });
mkdirSync(built, { recursive: true });

function files(folder, endings) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The names of the icons that templates, panels and pages draw. */
function usedIcons() {
  const used = new Set();
  const places = ['templates', 'panels', 'pages', 'static/src'].map((name) => join(here, '..', name));
  for (const file of places.flatMap((place) => files(place, ['.html', '.toml', '.py', '.js']))) {
    for (const match of readFileSync(file, 'utf8').matchAll(/\b(?:icon(?:\(|\s*=\s*)|nav_link\([^,]+,\s*)["']([a-z0-9-]+)["']/g)) used.add(match[1]);
  }
  return [...used].sort();
}

function sprite() {
  const symbols = usedIcons().map((name) => {
    const svg = readFileSync(join(modules, '@tabler/icons/icons/outline', `${name}.svg`), 'utf8');
    const inner = svg.replace(/<!--[\s\S]*?-->/g, '').replace(/<svg[\s\S]*?>|<\/svg>|\n/g, '').replace(/\s+/g, ' ').trim();
    return `<symbol id="${name}" viewBox="0 0 24 24">${inner}</symbol>`;
  });
  const text = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>`;
  const name = `icons-${createHash('sha256').update(text).digest('hex').slice(0, 8)}.svg`;
  writeFileSync(join(built, name), text);
  return name;
}

/** Imports of .scss files: the parts of Tabler that are used. */
const tabler = {
  name: 'tabler',
  setup({ onLoad }) {
    onLoad({ filter: /\.scss$/ }, async ({ path }) => {
      const options = { loadPaths: [join(modules, '@tabler/core/scss')], style: 'compressed', quietDeps: true };
      const { css } = await compileAsync(path, options);
      return { contents: css.replace(/^\uFEFF/, ''), loader: 'css' };
    });
  },
};

/** The explorer's style without its fonts, which come as data that the page's policy refuses. */
const systemFonts = {
  name: 'system-fonts',
  setup({ onLoad }) {
    onLoad({ filter: /graphiql[\\/].*\.css$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(/@font-face\s*\{[^}]*\}/g, ''), loader: 'css',
    }));
  },
};

const { metafile } = await build({
  entryPoints: { app: join(here, 'src/app.js'), style: join(here, 'css/style.css'), explorer: join(here, 'src/explorer.js') },
  entryNames: '[name]-[hash]',
  chunkNames: 'chunk-[name]-[hash]',
  assetNames: 'file-[name]-[hash]',
  outdir: built,
  publicPath: '/static/',
  bundle: true,
  splitting: true,
  format: 'esm',
  minify: true,
  metafile: true,
  target: ['es2022', 'chrome123', 'firefox120', 'safari17.5'],
  define: { 'process.env.NODE_ENV': '"production"' },
  loader: { '.svg': 'file', '.woff2': 'file', '.ttf': 'file' },
  legalComments: 'none',
  logLevel: 'warning',
  plugins: [tabler, systemFonts],
});

const manifest = { 'icons.svg': sprite() };
for (const [file, output] of Object.entries(metafile.outputs)) {
  if (!output.entryPoint) continue;
  const plain = basename(file).replace(/-[A-Z0-9]{8}(?=\.\w+$)/, '');
  manifest[plain] = basename(file);
  if (output.cssBundle) manifest[plain.replace('.js', '.css')] = basename(output.cssBundle);
}

for (const file of files(join(here, 'img'), ['.svg'])) {
  const text = readFileSync(file, 'utf8').trim();
  const name = basename(file).replace('.svg', `-${createHash('sha256').update(text).digest('hex').slice(0, 8)}.svg`);
  manifest[basename(file)] = name;
  writeFileSync(join(built, name), text);
}

for (const file of files(built, ['.js', '.css', '.svg'])) {
  const bytes = readFileSync(file);
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
}
writeFileSync(join(built, 'manifest.json'), JSON.stringify(manifest, null, 2));
