/** The bytes of a message from its lines. */
export const mail = (...lines: string[]) => lines.join("\r\n");

/** Header fields of an answer to Rowan's message, without the content type. */
export const HEAD = [
  'From: "Lund, Casey" <Casey@LundJoinery.example>',
  "To: Rowan Teale <rowan@teale.example>, ops@teale.example",
  "Subject: =?utf-8?B?UmU6IGEgcXVpY2sgaWRlYSDigJQgY2Fmw6k=?=",
  "Date: Mon, 16 Nov 2026 09:12:00 +1100",
  "Message-ID: <r1@lundjoinery.example>",
  "In-Reply-To: <s1@teale.example>",
  "References: <s0@teale.example>",
  " <s1@teale.example>",
  "MIME-Version: 1.0",
];
