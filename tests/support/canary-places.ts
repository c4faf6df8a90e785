import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from '@playwright/test'
import pg from 'pg'
import { plantWeb, searchBytes, searchDatabase, searchFolder, type Needle } from './canary'
import type { Portal } from './portal'
import type { MailSink, WebhookReceiver } from './receivers'
import type { Recorder } from './recorder'

/** Every place in which a secret could be at rest or on its way to a browser. */
export interface Places {
  portal: Portal
  /** The folder of the built pages. */
  built: string
  recorder: Recorder
  receiver: WebhookReceiver
  sink: MailSink
}

/** Where which needle lies, and at how many rows, files and answers it looked. */
export async function searchPlaces({ portal, built, recorder, receiver, sink }: Places, wanted: readonly Needle[]) {
  await recorder.snapshot()
  const database = await searchDatabase(portal.databaseUrl, wanted)
  const home = searchFolder(portal.home, wanted)
  const pages = searchFolder(built, wanted)
  const answers = recorder.recorded.flatMap(({ place, bytes }) => searchBytes(place, bytes, wanted))
  const output = searchBytes('output', Buffer.from(portal.house.output), wanted)
  const sent = [
    ...receiver.heard.flatMap((call) => searchBytes('webhook', Buffer.from(JSON.stringify(call)), wanted)),
    ...sink.mails.flatMap(({ raw }) => searchBytes('mail', Buffer.from(raw), wanted)),
  ]
  const parts = ['portal', 'postmaster'] as const
  const processes = parts.flatMap((part) => searchProcess(portal, part, wanted))
  return {
    hits: [...database.hits, ...home.hits, ...pages.hits, ...answers, ...output, ...sent, ...processes],
    looked: { rows: database.rows, files: home.files + pages.files, answers: recorder.recorded.length },
  }
}

/** Its command line and environment, which other programs may read. */
function searchProcess(portal: Portal, part: 'portal' | 'postmaster', wanted: readonly Needle[]): string[] {
  const pid = portal.house.part(part)?.pid
  if (pid === undefined || process.platform !== 'linux') return []
  return ['cmdline', 'environ'].flatMap((file) =>
    searchBytes(`${file} of ${part}`, readFileSync(`/proc/${pid}/${file}`), wanted),
  )
}

/** A leak in every kind of place. Answers how to take away what would outlast the test. */
export async function plantEverywhere(
  { portal, built, recorder }: Places,
  page: Page,
  secrets: { accessToken: string; deviceCode: string },
): Promise<() => void> {
  const leak = Buffer.from(`x${secrets.accessToken}`).toString('base64')
  const client = new pg.Client({ connectionString: portal.databaseUrl })
  await client.connect()
  await client.query('create table planted as select $1::text as note', [secrets.deviceCode])
  await client.end()
  appendFileSync(path.join(portal.home, 'logs', 'portal.log'), `{"planted":"${leak}"}\n`)
  writeFileSync(path.join(portal.home, 'planted.json'), leak)
  const planted = path.join(built, 'planted.txt')
  writeFileSync(planted, secrets.deviceCode)
  portal.house.output += secrets.deviceCode
  const web = await plantWeb(leak)
  const visitor = await page.context().newPage()
  await visitor.goto(`${web.origin}/html`)
  await visitor.evaluate((secret) => {
    sessionStorage.setItem('planted', secret)
  }, leak)
  await recorder.followStream(`${web.origin}/events`, AbortSignal.timeout(5000))
  return () => {
    rmSync(planted)
    web.close()
  }
}
