import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { createTransport } from 'nodemailer'
import pg from 'pg'
import { plantWeb, searchBytes, searchDatabase, searchFolder, type Needle } from './canary'
import type { Portal } from './portal'
import { mailAccount, type MailSink, type WebhookReceiver } from './receivers'
import type { Recorder } from './recorder'
import { partNames } from './start'

/** Every place in which a secret could be at rest or on its way to a browser. */
export interface Places {
  portal: Portal
  /** The folder of the built pages. */
  built: string
  recorder: Recorder
  receiver: WebhookReceiver
  sink: MailSink
  /** A process that is searched beside those of the product. */
  planted?: ChildProcess
}

/** Where which needle lies, and at how many rows, files and answers it looked. */
export async function searchPlaces(places: Places, wanted: readonly Needle[]) {
  const { portal, built, recorder, receiver, sink } = places
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
  const processes = processesOf(places).flatMap(([name, pid]) => searchProcess(name, pid, wanted))
  return {
    hits: [...database.hits, ...home.hits, ...pages.hits, ...answers, ...output, ...sent, ...processes],
    looked: { rows: database.rows, files: home.files + pages.files, answers: recorder.recorded.length },
  }
}

/** All that run, each with its name. */
function processesOf({ portal, planted }: Places): [string, number][] {
  const parts = partNames.map((name): [string, number | undefined] => [name, portal.house.part(name)?.pid])
  const all = [...parts, ['supervisor', portal.house.child.pid] as const, ['planted', planted?.pid] as const]
  return all.flatMap(([name, pid]) => (pid === undefined ? [] : [[name, pid]]))
}

/** Its command line and environment, which other programs may read. */
function searchProcess(name: string, pid: number, wanted: readonly Needle[]): string[] {
  if (process.platform !== 'linux') return []
  return ['cmdline', 'environ'].flatMap((file) =>
    searchBytes(`${file} of ${name}`, readFileSync(`/proc/${pid}/${file}`), wanted),
  )
}

/** A process that was told the secret on its command line and in its environment. */
async function plantProcess(leak: string): Promise<ChildProcess> {
  const words = ['-e', "console.log('here'); setInterval(() => undefined, 1000)", leak]
  const child = spawn(process.execPath, words, { env: { LEAK: leak } as unknown as NodeJS.ProcessEnv })
  await once(child.stdout, 'data')
  return child
}

/** A webhook and a mail that carry the secret. */
async function plantMessages({ receiver, sink }: Places, leak: string): Promise<void> {
  await fetch(receiver.url, { method: 'POST', body: leak })
  const transport = createTransport({ host: '127.0.0.1', port: sink.port, auth: mailAccount })
  await transport.sendMail({ from: 'planted@relecloud.example', to: 'desk@relecloud.example', text: leak })
  transport.close()
}

/** A leak in every kind of place. Answers how to take away what would outlast the test. */
export async function plantEverywhere(
  places: Places,
  page: Page,
  secrets: { accessToken: string; deviceCode: string },
): Promise<() => void> {
  const { portal, built, recorder } = places
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
  await plantMessages(places, secrets.deviceCode)
  places.planted = await plantProcess(leak)
  return () => {
    places.planted?.kill()
    rmSync(planted)
    web.close()
  }
}
