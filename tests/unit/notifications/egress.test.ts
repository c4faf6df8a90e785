import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import net, { type AddressInfo, type Server } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createEgress, type Egress, type Target } from '@/lib/notifications/egress'
import { parsePrivateReceivers } from '@/lib/notifications/private-receivers'
import { postTo, retryAfter } from '@/lib/notifications/web-post'
import { forbiddenUrls } from '../../support/egress-corpus'

let sink: Server
let port: number
let reached = 0
const now = new Date('2026-11-22T08:00:00Z')

beforeAll(async () => {
  sink = net.createServer((socket) => {
    reached++
    socket.destroy()
  })
  port = await listen(sink, '::')
})
afterAll(() => {
  sink.close()
})

async function listen(server: Server, host = '127.0.0.1'): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  return (server.address() as AddressInfo).port
}

function guard(answers: readonly string[], listed = ''): Egress {
  return createEgress({
    resolve: () => Promise.resolve(answers),
    listed: parsePrivateReceivers(listed),
    webPorts: [443, port],
    mailPorts: [587, port],
  })
}

async function tryToReach(admission: Awaited<ReturnType<Egress['admitWeb']>>): Promise<void> {
  if (admission.admitted) await postTo(admission.target, { headers: {}, body: '{}', timeoutMs: 2000, now })
}

function target(wanted: Partial<Target>): Target {
  return { secure: false, host: 'hooks.test', port, path: '/hook', address: '127.0.0.1', listed: true, ...wanted }
}

describe('an address that leads where no receiver is', () => {
  test('is refused in every way to write it, and the sink hears nothing', async () => {
    const corpus = forbiddenUrls(port)
    expect(corpus.length).toBeGreaterThanOrEqual(120)
    const admitted: string[] = []
    for (const { url, answers } of corpus) {
      const admission = await guard(answers).admitWeb(url)
      if (admission.admitted) admitted.push(url)
      await tryToReach(admission)
    }
    expect(admitted).toEqual([])
    expect(reached).toBe(0)
  })

  test('is refused as a mail server too', async () => {
    for (const { url, answers } of forbiddenUrls(port)) {
      const host = /^https:\/\/([^/?#@]+):\d+\/hook$/.exec(url)?.[1]
      if (host === undefined) continue
      expect((await guard(answers).admitMail(host, port)).admitted, host).toBe(false)
    }
    for (const host of ['mail.test/x', 'a b', 'mail.test\r\nX', '', 'user@mail.test', '[::1', 'mail.test:25']) {
      expect((await guard(['1.1.1.1']).admitMail(host, port)).admitted, JSON.stringify(host)).toBe(false)
    }
    expect(reached).toBe(0)
  })

  test('says what to do, and never repeats a password', async () => {
    const admission = await guard([]).admitWeb('https://user:canary-password@hooks.test/canary-path')
    expect(JSON.stringify(admission)).not.toContain('canary')
    const inside = await guard(['10.0.0.1']).admitWeb('https://tickets.test/')
    expect(inside).toMatchObject({ refusal: { lasting: false } })
    expect(JSON.stringify(inside)).toContain('EGRESS_PRIVATE')
  })
})

describe('a name that changes its answer', () => {
  const publicOnes = ['1.1.1.1', '8.8.8.8', '9.9.9.9', '208.67.222.222', '2606:4700:4700::1111']
  const secondOnes = ['127.0.0.1', '::1', '169.254.169.254', '10.0.0.1']
  const sequences = publicOnes.flatMap((first) => secondOnes.map((second) => [first, second] as const))

  test.each(sequences)('%s, then %s: only the address that was judged is connected to', async (first, second) => {
    const asked: string[] = []
    const egress = createEgress({
      resolve: (host) => Promise.resolve([asked.push(host) === 1 ? first : second]),
      listed: [],
      webPorts: [port],
    })
    const admission = await egress.admitWeb(`https://rebind.test:${port}/`)
    expect(admission).toMatchObject({ admitted: true, target: { address: first } })
    expect(asked).toEqual(['rebind.test'])
    expect((await egress.admitWeb(`https://rebind.test:${port}/`)).admitted).toBe(false)
  })

  test('is not asked again when the message goes out', async () => {
    const heard: string[] = []
    const receiver = http.createServer((request, response) => {
      heard.push(request.headers.host ?? '')
      response.writeHead(204).end()
    })
    const own = await listen(receiver)
    const answer = await postTo(target({ host: 'no-such-name.invalid', port: own }), {
      headers: {},
      body: '{}',
      timeoutMs: 2000,
      now,
    })
    receiver.close()
    expect(answer).toMatchObject({ arrived: true, status: 204 })
    expect(heard).toEqual([`no-such-name.invalid:${own}`])
  })
})

describe('a receiver inside the network', () => {
  test.each([
    ['tickets.corp:8443', 'https://tickets.corp:8443/', ['10.1.2.3'], true],
    ['tickets.corp', 'https://tickets.corp:9999/', ['fd00::7'], true],
    ['TICKETS.corp.', 'https://tickets.corp/', ['192.168.1.9'], true],
    ['http://10.1.2.3:8080', 'http://10.1.2.3:8080/x', [], true],
    ['http://10.1.2.3:8080', 'http://167838211:8080/x', [], true],
    ['[fd00::7]:8443', 'https://[fd00:0::7]:8443/', [], true],
    ['tickets.corp:8443', 'https://tickets.corp:8444/', ['10.1.2.3'], false],
    ['tickets.corp:8443', 'https://other.corp:8443/', ['10.1.2.3'], false],
    ['10.1.2.3:8080', 'http://10.1.2.3:8080/x', [], false],
    ['tickets.corp', 'https://tickets.corp/', ['127.0.0.1'], false],
    ['tickets.corp', 'https://tickets.corp/', ['169.254.169.254'], false],
    ['169.254.169.254', 'https://169.254.169.254/', [], false],
    ['localhost', 'https://localhost/', ['127.0.0.1'], true],
    ['127.0.0.1', 'https://127.0.0.1/', [], true],
  ])('listed as %s: %s at %j is admitted: %s', async (listed, url, answers, admitted) => {
    expect((await guard(answers, listed).admitWeb(url)).admitted).toBe(admitted)
  })

  test('is reached when it is listed', async () => {
    const receiver = http.createServer((_, response) => response.writeHead(204).end())
    const own = await listen(receiver)
    const admission = await guard([], `http://127.0.0.1:${own}`).admitWeb(`http://127.0.0.1:${own}/hook?a=b`)
    if (!admission.admitted) throw new Error(admission.refusal.say)
    const answer = await postTo(admission.target, { headers: {}, body: 'x', timeoutMs: 2000, now })
    receiver.close()
    expect(answer).toMatchObject({ arrived: true, status: 204 })
  })
})

describe('what comes back', () => {
  const post = { headers: {}, body: '{}', timeoutMs: 1500, now }

  test('a redirect to this machine is an answer, not a way', async () => {
    const before = reached
    const receiver = http.createServer((_, response) => {
      response.writeHead(302, { location: `https://127.0.0.1:${port}/` }).end()
    })
    const own = await listen(receiver)
    expect(await postTo(target({ port: own }), post)).toMatchObject({ arrived: true, status: 302 })
    receiver.close()
    expect(reached).toBe(before)
  })

  test('an answer without end is cut off, and silence ends at the deadline', async () => {
    let written = 0
    const receiver = http.createServer((request, response) => {
      if (request.url === '/silent') return
      response.writeHead(200)
      const pour = () => {
        while (!response.destroyed && response.write(Buffer.alloc(16_384))) written += 16_384
        if (!response.destroyed) response.once('drain', pour)
      }
      pour()
    })
    const own = await listen(receiver)
    const cut = new Promise((resolve) => receiver.once('connection', (socket) => socket.once('close', resolve)))
    expect(await postTo(target({ port: own }), post)).toMatchObject({ arrived: true, status: 200 })
    await cut
    expect(written).toBeLessThan(64 * 1024 * 1024)
    const silence = await postTo(target({ port: own, path: '/silent' }), { ...post, timeoutMs: 100 })
    expect(silence).toEqual({ arrived: false, why: 'no answer in time' })
    receiver.closeAllConnections()
    receiver.close()
  })

  test('Retry-After is read as seconds and as a date', () => {
    expect(retryAfter('120', now)).toBe(120)
    expect(retryAfter('Sun, 22 Nov 2026 08:01:30 GMT', now)).toBe(90)
    expect(retryAfter('Sun, 22 Nov 2026 07:00:00 GMT', now)).toBe(0)
    expect(retryAfter('soon', now)).toBeNull()
    expect(retryAfter(undefined, now)).toBeNull()
  })
})

describe('over TLS', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'latchkey-egress-'))
  let receiver: https.Server
  let own: number
  let authority: string

  beforeAll(async () => {
    const subject = ['-subj', '/CN=hooks.test', '-addext', 'subjectAltName=DNS:hooks.test']
    const out = ['-keyout', 'key.pem', '-out', 'cert.pem', '-days', '2']
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...subject, ...out], {
      cwd: folder,
      stdio: 'pipe',
    })
    authority = readFileSync(path.join(folder, 'cert.pem'), 'utf8')
    const key = readFileSync(path.join(folder, 'key.pem'), 'utf8')
    receiver = https.createServer({ key, cert: authority }, (_, response) => response.writeHead(204).end())
    own = await listen(receiver)
  })
  afterAll(() => {
    receiver.close()
    rmSync(folder, { recursive: true })
  })

  test('the certificate has to show the name that was typed, from an authority that is known', async () => {
    const post = { headers: {}, body: '{}', timeoutMs: 3000, now }
    const secure = { secure: true, port: own }
    expect(await postTo(target(secure), { ...post, authority })).toMatchObject({ arrived: true, status: 204 })
    const other = await postTo(target({ ...secure, host: 'other.test' }), { ...post, authority })
    expect(other).toEqual({ arrived: false, why: 'no answer (ERR_TLS_CERT_ALTNAME_INVALID)' })
    expect((await postTo(target(secure), post)).arrived).toBe(false)
  })
})
