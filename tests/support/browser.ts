import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium, expect, type Browser, type BrowserContext, type Page } from '@playwright/test'
import type { AxeResults } from 'axe-core'
import { findChromium } from '@/scripts/chromium.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Chromium outside Playwright's own runner, found as its configuration finds it. */
export function openBrowser(): Promise<Browser> {
  const executablePath = findChromium()
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return chromium.launch({ args, ...(executablePath === undefined ? {} : { executablePath }) })
}

/**
 * Everything that the browser complains about in this context, as it comes: errors of scripts, of the console, and what
 * the content security policy forbade.
 */
export function watchComplaints(context: BrowserContext): string[] {
  const complaints: string[] = []
  context.on('weberror', (error) => complaints.push(error.error().message))
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`)
  })
  return complaints
}

/** Nothing for axe to say in light and in dark, and nothing that scrolls sideways on the narrowest phone. */
export async function inspectPage(page: Page): Promise<void> {
  const before = page.viewportSize()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    expect(await violationsOf(page), `axe, ${colorScheme}, ${page.url()}`).toEqual([])
  }
  await page.setViewportSize({ width: 360, height: 740 })
  expect(await overflowOf(page), `sideways at 360 px, ${page.url()}`).toEqual([])
  expect(await violationsOf(page), `axe, dark at 360 px, ${page.url()}`).toEqual([])
  await page.emulateMedia({ colorScheme: null, reducedMotion: null })
  if (before !== null) await page.setViewportSize(before)
}

async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(`if (!('axe' in window)) { ${axe} }`)
  const found = await page.evaluate<AxeResults>('window.axe.run(document, { resultTypes: ["violations"] })')
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
  )
}

/** Empty when the page is no wider than the window; else the outermost elements that stand out of it. */
export async function overflowOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement
    if (scrollWidth <= clientWidth) return []
    const wide = [...document.body.querySelectorAll('*')].filter(
      (one) => one.getBoundingClientRect().right > clientWidth,
    )
    return [`${scrollWidth} px`, ...wide.slice(0, 5).map((one) => one.outerHTML.slice(0, 120))]
  })
}
