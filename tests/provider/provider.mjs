// A certified OpenID provider for the tests: people are who they say they are, and the tests may turn its clock, change
// groups, and have it hand out tokens that must not be taken.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const { LIBRARY, PORT, CLIENT_ID, CLIENT_SECRET, APP } = process.env;
const require = createRequire(`${LIBRARY}/package.json`);
const load = (name) => import(pathToFileURL(require.resolve(name)));
const { Provider } = await load("oidc-provider");
const { SignJWT, decodeJwt, exportJWK, generateKeyPair } = await load("jose");

const { privateKey } = await generateKeyPair("RS256", { extractable: true });
const { privateKey: strangeKey } = await generateKeyPair("RS256");
const groups = new Map();
const test = { clock: 0, audience: "", strange: false, ends: 0 };
const now = Date.now;
Date.now = () => now() + test.clock * 1000;

const provider = new Provider(`http://127.0.0.1:${PORT}`, {
  clients: [{
    client_id: CLIENT_ID,
    client_secret: CLIENT_SECRET,
    redirect_uris: [`${APP}/oauth2callback`],
    post_logout_redirect_uris: [`${APP}/oauth2callback`],
  }],
  jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: "test", use: "sig", alg: "RS256" }] },
  cookies: { keys: ["of the tests"] },
  claims: { openid: ["sub"], profile: ["preferred_username", "groups"] },
  conformIdTokenClaims: false,
  ttl: { IdToken: 36000, Session: 36000, Grant: 36000, Interaction: 3600, AccessToken: 3600 },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: `key-of-${id}`, preferred_username: id, groups: groups.get(id) ?? [] }),
  }),
  // Nobody is asked whether the app may know the name.
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({ clientId: CLIENT_ID, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope("openid profile");
    await grant.save();
    return grant;
  },
});

provider.use(async (ctx, next) => {
  if (ctx.path === "/test") {
    const asked = JSON.parse(ctx.query.told);
    Object.assign(test, asked.test);
    for (const [name, of] of Object.entries(asked.groups ?? {})) groups.set(name, of);
    ctx.body = "ok";
    return;
  }
  await next();
  if (ctx.path === "/token" && ctx.body?.id_token && (test.audience || test.strange || test.ends)) {
    const claims = decodeJwt(ctx.body.id_token);
    const exp = test.ends ? Math.floor(now() / 1000) + test.ends : claims.exp;
    ctx.body.id_token = await new SignJWT({ ...claims, exp, aud: test.audience || claims.aud })
      .setProtectedHeader({ alg: "RS256", kid: "test" })
      .sign(test.strange ? strangeKey : privateKey);
  }
});

provider.listen(Number(PORT), "127.0.0.1");
