// Preloaded into every process of a start: writes down each connection that is begun, and lets none leave this machine.
const { appendFileSync } = require('node:fs')
const dgram = require('node:dgram')
const net = require('node:net')

const isHere = (target) => target.startsWith('/') || /^(localhost|127\.0\.0\.1|\[?::1\]?):\d+$/.test(target)

function note(target) {
  appendFileSync(process.env.SOCKET_RECORD, `${JSON.stringify({ pid: process.pid, target })}\n`)
}

/** net.Socket.connect takes options, a port and a host, a path, or any of these in an array. */
function targetOf(words) {
  const [first, second] = Array.isArray(words[0]) ? words[0] : words
  if (typeof first === 'object' && first !== null) return first.path ?? `${first.host ?? 'localhost'}:${first.port}`
  if (typeof first === 'string' && Number.isNaN(Number(first))) return first
  return `${typeof second === 'string' ? second : 'localhost'}:${first}`
}

const connect = net.Socket.prototype.connect
net.Socket.prototype.connect = function (...words) {
  const target = targetOf(words)
  note(target)
  if (isHere(target)) return connect.apply(this, words)
  process.nextTick(() => this.destroy(Object.assign(new Error(`kept here: ${target}`), { code: 'ECONNREFUSED' })))
  return this
}

dgram.Socket.prototype.send = function (_message, ...words) {
  note(`datagram ${words.filter((word) => typeof word !== 'function').join(' ')}`)
}
