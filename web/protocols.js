import { joinChatRoom } from './protocols/chatroom.js';
import { openDirect } from './protocols/direct.js';
import { openGuests } from './protocols/guests.js';
import { openLive } from './protocols/live.js';
import { enterWorld } from './protocols/world.js';

/**
 * @typedef {import('/client/call.js').Call} Call
 * @typedef {import('/client/channel.js').Channel} Channel
 * @typedef {import('/client/guestcall.js').GuestCallClient} GuestCallClient
 * @typedef {import('/client/emitter.js').Emitter<{incoming: any}> & {to: (peer: string) => Channel}} Channels
 * @typedef {import('./access.js').Access} Access
 *
 * @typedef {object} Traffic what goes over the wire, for the log
 * @property {(name: any, handler: (detail: any) => void) => void} on `traffic`, and `overflow` where a queue is bounded
 *
 * @typedef {object} Settings
 * @property {string} url the server
 * @property {string} name the user's, as the form has it
 * @property {string} target the user or the room, as the form has it
 * @property {Access} access
 * @property {import('./protocols/live.js').LiveChoice} live what the form says of a live room
 *
 * @typedef {object} SessionEvents what a session tells the page
 * @property {() => void} onready connected, and after each reconnect
 * @property {() => void} onpresence somebody came or went
 * @property {(words: string) => void} onproblem
 * @property {(words: string, seconds?: number) => void} onretry
 * @property {(words: string) => void} onclose for good
 *
 * @typedef {object} Session a connection by one of the protocols
 * @property {string} self
 * @property {string} room its name, for a person; empty outside rooms
 * @property {Traffic} connection
 * @property {Channels} channels
 * @property {GuestCallClient} [guests] where strangers are matched
 * @property {import('./protocols/world.js').World} [world] where one walks about
 * @property {import('./protocols/live.js').Live} [live] where some are on stage and others watch
 * @property {() => Promise<unknown>} connect
 * @property {() => void} leave
 * @property {() => Promise<RTCIceServer[]>} iceServers
 * @property {(target: string) => string[]} callees whom the Call button calls
 * @property {(id: string) => string} nameOf
 * @property {(target: string) => string} describe who is there, in words
 *
 * @typedef {object} Protocol
 * @property {string} label
 * @property {string} icon its name in icons.svg
 * @property {string} hint
 * @property {string} targetLabel
 * @property {string} targetParameter its name in the page's address
 * @property {string} targetDefault
 * @property {boolean} isMatched whether strangers are matched, who need neither a target nor an account
 * @property {boolean} isWorld whether the target is a world, in which one has a role and calls whoever is near
 * @property {boolean} isLive whether the target is a room on a media server, which has a host, and is of one kind or another
 * @property {boolean} isRoom whether the target is a room, needed to connect, in which everybody calls everybody
 * @property {(settings: Settings, events: SessionEvents) => Session} open
 */

/** The protocols of the page. Another one is another entry. @type {Record<string, Protocol>} */
export const protocols = {
  chatroom: {
    label: 'Chat room',
    icon: 'chatroom',
    hint: 'Everybody who joins the call in a room sees everybody else.',
    targetLabel: 'Room',
    targetParameter: 'room',
    targetDefault: 'lobby',
    isRoom: true,
    isMatched: false,
    isWorld: false,
    isLive: false,
    open: joinChatRoom,
  },
  direct: {
    label: 'Direct call',
    icon: 'call',
    hint: 'One user calls another, whose page rings.',
    targetLabel: 'User to call',
    targetParameter: 'to',
    targetDefault: '',
    isRoom: false,
    isMatched: false,
    isWorld: false,
    isLive: false,
    open: openDirect,
  },
  guests: {
    label: 'Guests',
    icon: 'find',
    hint: 'You meet somebody who searches at the same time, to write and to call. No account is needed.',
    targetLabel: '',
    targetParameter: 'with',
    targetDefault: '',
    isRoom: false,
    isMatched: true,
    isWorld: false,
    isLive: false,
    open: openGuests,
  },
  world: {
    label: 'Office',
    icon: 'world',
    hint: 'You walk about an office, and hear and see whoever is in the same room.',
    targetLabel: 'Office',
    targetParameter: 'world',
    targetDefault: 'office',
    isRoom: false,
    isMatched: false,
    isWorld: true,
    isLive: false,
    open: enterWorld,
  },
  live: {
    label: 'Live room',
    icon: 'live',
    hint: 'Some are on stage and everybody sees and hears them. Who watches can raise a hand to join them.',
    targetLabel: 'Room',
    targetParameter: 'room',
    targetDefault: 'studio',
    isRoom: false,
    isMatched: false,
    isWorld: false,
    isLive: true,
    open: openLive,
  },
};
