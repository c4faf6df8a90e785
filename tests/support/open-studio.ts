import { mkdirSync } from 'node:fs'
import { controlOver } from '@/practice-cloud/control/client'
import { openBrowser } from './browser'
import { createOwner, startPortal } from './portal'
import { shootAll, shootGuide, type Studio } from './studio'

/**
 * A portal of its own with an owner who is signed in. The script's first word is a folder for every look of each page;
 * without it, the pictures of the guide are renewed.
 */
export async function inStudio(draw: (studio: Studio) => Promise<void>): Promise<void> {
  const folder = process.argv[2]
  if (folder !== undefined) mkdirSync(folder, { recursive: true })
  const portal = await startPortal()
  const browser = await openBrowser()
  try {
    const context = await browser.newContext({ baseURL: portal.url, reducedMotion: 'reduce' })
    const page = await context.newPage()
    page.setDefaultTimeout(60_000)
    await createOwner(page, portal.setupLink, {
      name: 'Marta Ruiz',
      email: 'marta@relecloud.example',
      password: 'lantern gravel october',
    })
    const shoot = (name: string) => (folder === undefined ? shootGuide(page, name) : shootAll(page, folder, name))
    await draw({ page, cloud: controlOver(portal.practiceOrigin), shoot })
  } finally {
    await browser.close()
    await portal.stop()
  }
}
