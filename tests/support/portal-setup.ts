import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { openBrowser } from './browser'
import { keepOwnerState, startPortal } from './portal'

/** A portal with an owner for all journeys of one worker, which read where it is from their process's environment. */
export async function setUpPortal(): Promise<() => Promise<void>> {
  const portal = await startPortal()
  const state = path.join(portal.home, 'browser-state.json')
  const owner = { name: 'Marta Ruiz', email: 'marta.ruiz@provider.example', password: randomUUID() }
  try {
    const browser = await openBrowser()
    await keepOwnerState(browser, portal, owner, state)
    await browser.close()
  } catch (error) {
    await portal.stop()
    throw error
  }
  Object.assign(process.env, {
    PORTAL_URL: portal.url,
    PORTAL_PRACTICE: portal.practiceOrigin,
    PORTAL_HOME: portal.home,
    PORTAL_DATABASE: portal.databaseUrl,
    PORTAL_STATE: state,
    PORTAL_OWNER: JSON.stringify(owner),
  })
  return () => portal.stop()
}
