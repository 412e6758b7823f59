// How the page asks: what it shows comes from /page, what people do goes to the control interface.

/** The answer's JSON; an Error with the server's own words when it refuses. */
export async function ask(path, body, method = "POST") {
  const asked = body === undefined ? {} : { method, body: JSON.stringify(body) };
  const answer = await fetch(path, asked);
  const value = await answer.json();
  if (!answer.ok) {
    throw new Error(value.error);
  }
  return value;
}

export const control = (path, body = {}, method = "POST") => ask(`/control/${path}`, body, method);

export const worldNow = () => ask("/page/world");

export const slackOf = (userId) => ask(`/page/people/${userId}`);

export const mailNumbered = (number) => ask(`/page/mail/${number}`);

export const exchangeNumbered = (number) => ask(`/page/traffic/${number}`);
