// Buttons that copy a text. Without a secure context (plain http in the house) the browser has no clipboard for
// scripts; then the text is selected and copied as by hand.

const boxes = new WeakMap(); // parent element → box with the buttons and the line that says what happened

function build(parent) {
  const box = document.createElement("div");
  box.className = "em-copying";
  const said = document.createElement("p");
  said.className = "em-sub";
  said.setAttribute("role", "status");
  parent.append(box, said);
  const state = { box, said };
  boxes.set(parent, state);
  return state;
}

async function copied(text) {
  if (navigator.clipboard && window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return true;
  }
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "em-hidden";
  document.body.append(field);
  field.select();
  const is_done = document.execCommand("copy");
  field.remove();
  return is_done;
}

export default function (component) {
  const { parentElement, data } = component;
  const state = boxes.get(parentElement) ?? build(parentElement);
  state.said.textContent = "";
  state.box.replaceChildren(
    ...data.texts.map(({ label, text }) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = label;
      button.addEventListener("click", async () => {
        const is_done = await copied(text).catch(() => false);
        state.said.textContent = is_done ? data.done : data.failed;
        button.focus();
      });
      return button;
    }),
  );
  state.box.dataset.drawn = "";
  return () => {
    if (!parentElement.isConnected) boxes.delete(parentElement);
  };
}
