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

/** Complains when a page loses its title while it renews itself, be it for a moment: it names the tab and the history, and is read aloud. */
export async function watchTitles(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    document.addEventListener('DOMContentLoaded', () => {
      const look = () => ({ title: document.title, path: location.pathname })
      let known = look()
      new MutationObserver(() => {
        const now = look()
        const isLost = now.title === '' && known.title !== '' && now.path === known.path
        if (isLost) reportError(new Error(`${now.path} lost its title ${known.title}`))
        known = now
      }).observe(document.head, { childList: true })
    })
  })
}

/**
 * Nothing for axe to say in light, about the contrasts in dark, and about all but colours on the narrowest phone, where
 * nothing scrolls sideways: each rule is asked where its answer can differ.
 */
export async function inspectPage(page: Page): Promise<void> {
  const before = page.viewportSize()
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  expect(await violationsOf(page, {}), `axe, light, ${page.url()}`).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  const contrasts = { runOnly: { type: 'rule', values: ['color-contrast'] } }
  expect(await violationsOf(page, contrasts), `axe, dark, ${page.url()}`).toEqual([])
  await page.setViewportSize({ width: 360, height: 740 })
  expect(await overflowOf(page), `sideways at 360 px, ${page.url()}`).toEqual([])
  const allElse = { rules: { 'color-contrast': { enabled: false } } }
  expect(await violationsOf(page, allElse), `axe, 360 px, ${page.url()}`).toEqual([])
  await page.emulateMedia({ colorScheme: null, reducedMotion: null })
  if (before !== null) await page.setViewportSize(before)
}

async function violationsOf(page: Page, options: object): Promise<string[]> {
  await page.evaluate(`if (!('axe' in window)) { ${axe} }`)
  const words = JSON.stringify({ ...options, resultTypes: ['violations'] })
  const found = await page.evaluate<AxeResults>(`window.axe.run(document, ${words})`)
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
