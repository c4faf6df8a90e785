// Chromium for the browser journeys: found on the machine, or installed by the system's package manager, or by
// Playwright's installer, in that order.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import path from 'node:path'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const elsewhere = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

export function findChromium() {
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  const candidates = [
    process.env.CHROMIUM_PATH ?? '',
    ...names.flatMap((name) => folders.map((folder) => path.join(folder, name))),
    ...elsewhere,
  ]
  return candidates.find(isExecutable)
}

/** A path, or undefined for Playwright's own; throws a sentence when no way works. */
export async function ensureChromium(say) {
  const found = findChromium() ?? (await ownBrowser())
  if (found) return found
  say('Installing Chromium for the browser journeys …')
  if (process.getuid?.() === 0 && runs('apt-get', 'install', '-y', '--no-install-recommends', 'chromium')) {
    const installed = findChromium()
    if (installed) return installed
  }
  if (runs(process.execPath, 'node_modules/playwright/cli.js', 'install', 'chromium')) return await ownBrowser()
  throw new Error('No Chromium was found and none could be installed: install chromium with your package manager.')
}

async function ownBrowser() {
  const { chromium } = await import('@playwright/test')
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : undefined
}

function runs(program, ...words) {
  return spawnSync(program, words, { stdio: 'ignore' }).status === 0
}

function isExecutable(file) {
  try {
    if (file === '') return false
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
