<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>AnswerText</name>
    <message>
        <source>The document says:</source>
        <translation>文書の記述:</translation>
    </message>
</context>
<context>
    <name>AnswerView</name>
    <message>
        <source>no model</source>
        <translation>モデルなし</translation>
    </message>
    <message>
        <source>Answered by {model}</source>
        <translation>{model}による回答</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>質問</translation>
    </message>
    <message>
        <source>Answer to: {question}</source>
        <translation>回答: {question}</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>About this answer</source>
        <translation>この回答について</translation>
    </message>
    <message>
        <source>State of the answer</source>
        <translation>回答の状態</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>もう一度質問</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>Markdownとしてコピー</translation>
    </message>
    <message>
        <source>Keep as note</source>
        <translation>メモとして残す</translation>
    </message>
    <message>
        <source>Delete this answer</source>
        <translation>この回答を削除</translation>
    </message>
    <message>
        <source>Stopped. What was written is kept.</source>
        <translation>停止しました。書かれた分は残っています。</translation>
    </message>
    <message>
        <source>Stopped before anything was written.</source>
        <translation>何も書かれないうちに停止しました。</translation>
    </message>
    <message>
        <source>Something went wrong.</source>
        <translation>問題が起きました。</translation>
    </message>
    <message>
        <source>reading {tokens} tokens, about {seconds} s</source>
        <translation>{tokens}トークンを読み取り中、約{seconds}秒</translation>
    </message>
    <message>
        <source>reading {tokens} tokens…</source>
        <translation>{tokens}トークンを読み取り中…</translation>
    </message>
    <message>
        <source>writing…</source>
        <translation>執筆中…</translation>
    </message>
    <message>
        <source>evidence found…</source>
        <translation>根拠が見つかりました…</translation>
    </message>
    <message>
        <source>translating…</source>
        <translation>翻訳中…</translation>
    </message>
    <message>
        <source>wrong language, once more…</source>
        <translation>別の言語だったため、書き直しています…</translation>
    </message>
    <message>
        <source>searching…</source>
        <translation>検索中…</translation>
    </message>
    <message>
        <source>Not found in the pages read {pages}.</source>
        <translation>読んだページ{pages}には見つかりませんでした。</translation>
    </message>
    <message>
        <source>Not found in the {read} of {pages} pages that have text.</source>
        <translation>{pages} ページのうちテキストのある {read} ページには見つかりませんでした。</translation>
    </message>
    <message>
        <source>Not found in the {read} of {pages} pages read so far.</source>
        <translation>これまでに読んだ{pages}ページ中{read}ページには見つかりませんでした。</translation>
    </message>
    <message>
        <source>The nearest passages:</source>
        <translation>近い箇所:</translation>
    </message>
    <message>
        <source>Quoted as recognised in a picture (OCR)</source>
        <translation>画像から読み取った (OCR) とおりの引用</translation>
    </message>
    <message>
        <source>Quoted word for word</source>
        <translation>原文どおりの引用</translation>
    </message>
    <message>
        <source>The sentence is verified</source>
        <translation>この文は確認済み</translation>
    </message>
    <message>
        <source>The model&apos;s sentence is not verified</source>
        <translation>モデルの文は未確認</translation>
    </message>
    <message>
        <source>The sentence is not verified</source>
        <translation>この文は未確認</translation>
    </message>
    <message>
        <source>{verified} of {total} sentences verified</source>
        <translation>{total}文中{verified}文を確認済み</translation>
    </message>
    <message>
        <source>Answered from the caption and the text; the picture itself is not read.</source>
        <translation>図の説明と本文からの回答です。図そのものは読んでいません。</translation>
    </message>
    <message>
        <source>Answered from the table&apos;s text; check rows and columns on the page.</source>
        <translation>表の文字からの回答です。行と列をページで確かめてください。</translation>
    </message>
    <message>
        <source>Checked in the document&apos;s language, then translated by the model.</source>
        <translation>文書の言語で確認してから、モデルが訳しました。</translation>
    </message>
    <message>
        <source>A sentence whose translation lost something stands as it was checked.</source>
        <translation>正しく訳せなかった文は、確認した原文のまま示しています。</translation>
    </message>
    <message>
        <source>Sentences of the model that the document does not hold are left out.</source>
        <translation>モデルの文のうち、文書で確認できないものは省いています。</translation>
    </message>
    <message>
        <source>The model found no answer in what it read; this stands nearest to the question.</source>
        <translation>モデルは読んだ箇所に答えを見つけられませんでした。質問に最も近い箇所を引用しています。</translation>
    </message>
    <message>
        <source>The model did not keep to the language it was asked for.</source>
        <translation>モデルが指定の言語を守りませんでした。</translation>
    </message>
    <message>
        <source>Changed by hand; each sentence was checked against the pages again.</source>
        <translation>手で編集された文章です。各文はページと照合し直しました。</translation>
    </message>
    <message>
        <source>Change the words</source>
        <translation>言葉を直す</translation>
    </message>
</context>
<context>
    <name>AskPanel</name>
    <message>
        <source>Ask: {question}</source>
        <translation>質問する: {question}</translation>
    </message>
    <message>
        <source>The answer is still being written. Stop it (Esc) to ask at once.</source>
        <translation>回答を作成中です。すぐに質問するには停止してください(Esc)。</translation>
    </message>
    <message>
        <source>Ask about this paper</source>
        <translation>この文書に質問する</translation>
    </message>
    <message>
        <source>Ask about these documents</source>
        <translation>これらの文書について質問</translation>
    </message>
    <message>
        <source>Each sentence of an answer is checked against the pages, and a click shows where it stands.</source>
        <translation>回答は一文ずつページと照合され、クリックするとその場所が開きます。</translation>
    </message>
    <message>
        <source>No document is open</source>
        <translation>文書が開かれていません</translation>
    </message>
    <message>
        <source>Open a PDF, then ask about it here. Answers name the page they come from.</source>
        <translation>PDFを開くと、ここで質問できます。回答には根拠のページが付きます。</translation>
    </message>
    <message>
        <source>Questions and answers</source>
        <translation>質問と回答</translation>
    </message>
    <message>
        <source>Ask panel</source>
        <translation>質問パネル</translation>
    </message>
    <message>
        <source>Suggested questions</source>
        <translation>質問の例</translation>
    </message>
    <message>
        <source>Make a paper note</source>
        <translation>論文ノートを作る</translation>
    </message>
</context>
<context>
    <name>BookmarksPanel</name>
    <message>
        <source>Bookmark removed.</source>
        <translation>しおりを取り除きました。</translation>
    </message>
    <message>
        <source>Page {0}</source>
        <translation>{0} ページ</translation>
    </message>
    <message>
        <source>No bookmarks yet. Ctrl+M sets one where you are reading; M and a letter marks a place to return to.</source>
        <translation>しおりはまだありません。Ctrl+M で読んでいる場所にしおりを挟みます。M と文字キーで、あとで戻る場所に印を付けられます。</translation>
    </message>
    <message>
        <source>No document is open.</source>
        <translation>文書が開かれていません。</translation>
    </message>
    <message>
        <source>Bookmarks</source>
        <translation>しおり</translation>
    </message>
    <message>
        <source>List of bookmarks</source>
        <translation>しおりの一覧</translation>
    </message>
    <message>
        <source>Bookmark this place</source>
        <translation>ここにしおりを挟む</translation>
    </message>
    <message>
        <source>Set a bookmark where you are reading, or remove the one that is there</source>
        <translation>読んでいる場所にしおりを挟みます。すでにあれば取り除きます</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Type a command, a heading or a document</source>
        <translation>コマンド・見出し・文書の名前を入力</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>コマンド</translation>
    </message>
    <message>
        <source>Commands that fit</source>
        <translation>該当するコマンド</translation>
    </message>
</context>
<context>
    <name>Conversation</name>
    <message>
        <source>Answer deleted.</source>
        <translation>回答を削除しました。</translation>
    </message>
    <message>
        <source>Show earlier answers ({count})</source>
        <translation>以前の回答を表示({count}件)</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>質問と回答の履歴</translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>Finding one&apos;s way</source>
        <translation>ナビゲーション</translation>
    </message>
    <message>
        <source>Questions and notes</source>
        <translation>質問とメモ</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>質問</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>メモ</translation>
    </message>
    <message>
        <source>p. {0}</source>
        <translation>{0}ページ</translation>
    </message>
    <message>
        <source>{count} documents in “{name}”</source>
        <translation>「{name}」の{count}文書</translation>
    </message>
    <message>
        <source>questions and passages go to {0}</source>
        <translation>質問と該当箇所の送り先: {0}</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>検索</translation>
    </message>
    <message>
        <source>Reloaded: the file has changed.</source>
        <translation>ファイルが変更されたため、再読み込みしました。</translation>
    </message>
    <message>
        <source>Marks</source>
        <translation>マーク</translation>
    </message>
    <message>
        <source>Paper note</source>
        <translation>論文ノート</translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>PDF files (*.pdf);;All files (*)</source>
        <translation>PDFファイル (*.pdf);;すべてのファイル (*)</translation>
    </message>
    <message>
        <source>Ask about several documents</source>
        <translation>複数の文書について質問</translation>
    </message>
    <message>
        <source>Ask about all PDFs in a folder</source>
        <translation>フォルダー内のすべてのPDFについて質問</translation>
    </message>
    <message>
        <source>Export answers and notes</source>
        <translation>回答とメモを書き出す</translation>
    </message>
    <message>
        <source>Markdown (*.md)</source>
        <translation>Markdown (*.md)</translation>
    </message>
    <message>
        <source>Save the picture</source>
        <translation>画像を保存</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg)</source>
        <translation>画像 (*.png *.jpg)</translation>
    </message>
    <message>
        <source>{0} (annotated)</source>
        <translation>{0}（注釈付き）</translation>
    </message>
    <message>
        <source>Save a copy with annotations</source>
        <translation>注釈付きのコピーを保存</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
</context>
<context>
    <name>Digest</name>
    <message>
        <source>opening…</source>
        <translation>開いています…</translation>
    </message>
    <message>
        <source>reading pages, {0} of {1}</source>
        <translation>ページを読んでいます ({0}/{1})</translation>
    </message>
    <message>
        <source>preparing search by meaning…</source>
        <translation>意味で探す準備をしています…</translation>
    </message>
    <message>
        <source>choosing questions…</source>
        <translation>質問を選んでいます…</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>概要</translation>
    </message>
    <message>
        <source>done, {0} answers</source>
        <translation>完了、{0} 件の答え</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完了</translation>
    </message>
    <message>
        <source>waits, {0} of {1} answers are there</source>
        <translation>待機中 (答え {0}/{1} 件)</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>待機中</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>no papers yet</source>
        <translation>論文はまだありません</translation>
    </message>
    <message>
        <source>{0} of {1} papers</source>
        <translation>論文 {0}/{1} 本</translation>
    </message>
    <message>
        <source>{0} failed</source>
        <translation>{0} 本失敗</translation>
    </message>
    <message>
        <source>being made</source>
        <translation>作成中</translation>
    </message>
</context>
<context>
    <name>DigestPapers</name>
    <message>
        <source>Try again</source>
        <translation>もう一度</translation>
    </message>
</context>
<context>
    <name>DigestPicking</name>
    <message>
        <source>Papers of the library</source>
        <translation>ライブラリの論文</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>絞り込み</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Add {0}</source>
        <translation>{0} 件を加える</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>加える</translation>
    </message>
</context>
<context>
    <name>DigestWindow</name>
    <message>
        <source>Digests — Shiori</source>
        <translation>ダイジェスト — Shiori</translation>
    </message>
    <message>
        <source>Digests</source>
        <translation>ダイジェスト</translation>
    </message>
    <message>
        <source>Title of the digest</source>
        <translation>ダイジェストの題名</translation>
    </message>
    <message>
        <source>Introduction (your own words; may stay empty)</source>
        <translation>前書き (自分の言葉で。空でもかまいません)</translation>
    </message>
    <message>
        <source>Papers</source>
        <translation>論文</translation>
    </message>
    <message>
        <source>Papers of the digest</source>
        <translation>ダイジェストの論文</translation>
    </message>
    <message>
        <source>Drop PDFs or a folder here, or add them. Each paper becomes a note, one after the other.</source>
        <translation>PDF やフォルダーをここにドロップするか、加えてください。論文が 1 本ずつノートになります。</translation>
    </message>
    <message>
        <source>From</source>
        <translation>期間</translation>
    </message>
    <message>
        <source>to</source>
        <translation>～</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>言語</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>質問</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>質問の数</translation>
    </message>
    <message>
        <source>Introduction</source>
        <translation>前書き</translation>
    </message>
    <message>
        <source>New digest</source>
        <translation>新しいダイジェスト</translation>
    </message>
    <message>
        <source>From the library…</source>
        <translation>ライブラリから…</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>ファイルを加える…</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>フォルダーを加える…</translation>
    </message>
    <message>
        <source>Make the digest</source>
        <translation>ダイジェストを作る</translation>
    </message>
    <message>
        <source>Save as Markdown…</source>
        <translation>Markdown で保存…</translation>
    </message>
    <message>
        <source>Save as a folder…</source>
        <translation>フォルダーに保存…</translation>
    </message>
    <message>
        <source>Delete this digest</source>
        <translation>このダイジェストを削除</translation>
    </message>
</context>
<context>
    <name>Digesting</name>
    <message>
        <source>those that suit the paper</source>
        <translation>論文に合うもの</translation>
    </message>
    <message>
        <source>Papers for the digest</source>
        <translation>ダイジェストに入れる論文</translation>
    </message>
    <message>
        <source>PDF files (*.pdf);;All files (*)</source>
        <translation>PDF ファイル (*.pdf);;すべてのファイル (*)</translation>
    </message>
    <message>
        <source>A folder of papers</source>
        <translation>論文のフォルダー</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>開く</translation>
    </message>
    <message>
        <source>Change the title</source>
        <translation>題名を変える</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>もう一度</translation>
    </message>
    <message>
        <source>Take out of the digest</source>
        <translation>ダイジェストから外す</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <source>The digest is deleted; its notes are kept.</source>
        <translation>ダイジェストを削除しました。ノートは残っています。</translation>
    </message>
    <message>
        <source>digest</source>
        <translation>ダイジェスト</translation>
    </message>
    <message>
        <source>A folder for the digest</source>
        <translation>ダイジェストを置くフォルダー</translation>
    </message>
    <message>
        <source>Save the digest</source>
        <translation>ダイジェストを保存</translation>
    </message>
    <message>
        <source>Markdown (*.md)</source>
        <translation>Markdown (*.md)</translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation>フォルダーを開く</translation>
    </message>
    <message>
        <source>The digest was saved.</source>
        <translation>ダイジェストを保存しました。</translation>
    </message>
    <message>
        <source>waits for your question to be answered</source>
        <translation>質問への答えを待っています</translation>
    </message>
    <message>
        <source>Untitled digest</source>
        <translation>題名のないダイジェスト</translation>
    </message>
</context>
<context>
    <name>DocumentTabs</name>
    <message>
        <source>Open documents</source>
        <translation>開いている文書</translation>
    </message>
    <message>
        <source>No document</source>
        <translation>文書なし</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Close the others</source>
        <translation>他を閉じる</translation>
    </message>
    <message>
        <source>Move to a new window</source>
        <translation>新しいウィンドウに移動</translation>
    </message>
</context>
<context>
    <name>Duration</name>
    <message>
        <source>about {0} s</source>
        <translation>約 {0} 秒</translation>
    </message>
    <message>
        <source>about {0} min</source>
        <translation>約 {0} 分</translation>
    </message>
    <message>
        <source>about {0} h</source>
        <translation>約 {0} 時間</translation>
    </message>
</context>
<context>
    <name>EvidenceCard</name>
    <message>
        <source>Evidence</source>
        <translation>根拠</translation>
    </message>
    <message>
        <source>Picture of the evidence</source>
        <translation>根拠の画像</translation>
    </message>
    <message>
        <source>Supported by words that were recognised in a picture (OCR): they may be misread.</source>
        <translation>画像から読み取った (OCR) 文字に裏付けがあります。誤読があるかもしれません。</translation>
    </message>
    <message>
        <source>The page is a picture: the words were recognised (OCR) and may be misread.</source>
        <translation>画像のページです。文字は OCR で読み取ったもので、誤りがあるかもしれません。</translation>
    </message>
</context>
<context>
    <name>EvidenceRow</name>
    <message>
        <source>Evidence</source>
        <translation>根拠</translation>
    </message>
    <message>
        <source>Evidence on {page}</source>
        <translation>{page}の根拠</translation>
    </message>
    <message>
        <source>({seconds} s)</source>
        <translation>({seconds}秒)</translation>
    </message>
    <message>
        <source>searched {read} of {pages} pages</source>
        <translation>{pages}ページ中{read}ページを検索</translation>
    </message>
</context>
<context>
    <name>EvidenceTicks</name>
    <message>
        <source>Where the evidence lies</source>
        <translation>根拠の位置</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find in the document</source>
        <translation>文書内を検索</translation>
    </message>
    <message>
        <source>Previous match (Shift+F3)</source>
        <translation>前の一致 (Shift+F3)</translation>
    </message>
    <message>
        <source>Next match (F3)</source>
        <translation>次の一致 (F3)</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>閉じる (Esc)</translation>
    </message>
    <message>
        <source>No match</source>
        <translation>一致なし</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{1} 件中 {0}</translation>
    </message>
    <message>
        <source>No match so far</source>
        <translation>今のところ一致なし</translation>
    </message>
    <message>
        <source>No earlier searches</source>
        <translation>これまでの検索はありません</translation>
    </message>
    <message>
        <source>Earlier searches (↑ ↓)</source>
        <translation>これまでの検索(↑ ↓)</translation>
    </message>
    <message>
        <source>Match case</source>
        <translation>大文字と小文字を区別</translation>
    </message>
    <message>
        <source>Whole words only</source>
        <translation>単語単位のみ</translation>
    </message>
</context>
<context>
    <name>Finding</name>
    <message>
        <source>Went on from the beginning</source>
        <translation>先頭に戻って続けました</translation>
    </message>
    <message>
        <source>Went on from the end</source>
        <translation>末尾に移って続けました</translation>
    </message>
</context>
<context>
    <name>LibraryWindow</name>
    <message>
        <source>Library — Shiori</source>
        <translation>ライブラリ — 栞</translation>
    </message>
    <message>
        <source>Search titles, notes and the text of all documents</source>
        <translation>題名、メモ、すべての文書の本文を検索</translation>
    </message>
    <message>
        <source>Search the library</source>
        <translation>ライブラリを検索</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>並べ替え</translation>
    </message>
    <message>
        <source>Last read</source>
        <translation>最近読んだ順</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>題名順</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>進み具合順</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>文書</translation>
    </message>
    <message>
        <source>Nothing was found in what you have read.</source>
        <translation>これまでに読んだ文書の中には見つかりませんでした。</translation>
    </message>
    <message>
        <source>Whatever you open will be listed here.</source>
        <translation>開いた文書がここに並びます。</translation>
    </message>
    <message>
        <source>1 document</source>
        <translation>文書 1 件</translation>
    </message>
    <message>
        <source>{0} documents</source>
        <translation>文書 {0} 件</translation>
    </message>
    <message>
        <source>Found in 1 document</source>
        <translation>1 件の文書で見つかりました</translation>
    </message>
    <message>
        <source>Found in {0} documents</source>
        <translation>{0} 件の文書で見つかりました</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>開く</translation>
    </message>
    <message>
        <source>Open in a new window</source>
        <translation>新しいウィンドウで開く</translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation>フォルダーを表示</translation>
    </message>
    <message>
        <source>Locate the file…</source>
        <translation>ファイルの場所を指定…</translation>
    </message>
    <message>
        <source>Remove from the library</source>
        <translation>ライブラリから外す</translation>
    </message>
    <message>
        <source>Where is “{0}” now?</source>
        <translation>「{0}」は今どこにありますか</translation>
    </message>
    <message>
        <source>PDF files (*.pdf);;All files (*)</source>
        <translation>PDF ファイル (*.pdf);;すべてのファイル (*)</translation>
    </message>
    <message>
        <source>Removed from the library; notes and answers are kept.</source>
        <translation>ライブラリから外しました。メモと回答は残っています。</translation>
    </message>
    <message>
        <source>New digest of these…</source>
        <translation>これらのダイジェストを作る…</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Ask</source>
        <translation>質問</translation>
    </message>
    <message>
        <source>Explain</source>
        <translation>説明</translation>
    </message>
    <message>
        <source>Translate</source>
        <translation>翻訳</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>メモ</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>ツール</translation>
    </message>
    <message>
        <source>Stop reading pictures</source>
        <translation>画像の読み取りを中止</translation>
    </message>
    <message>
        <source>Find this</source>
        <translation>これを検索</translation>
    </message>
    <message>
        <source>Underline</source>
        <translation>下線</translation>
    </message>
</context>
<context>
    <name>MarkBar</name>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>Comment; Enter or F2 edits</source>
        <translation>コメント（Enter または F2 で編集）</translation>
    </message>
    <message>
        <source>Markdown of the comment</source>
        <translation>コメントの Markdown</translation>
    </message>
    <message>
        <source>Comment…</source>
        <translation>コメント…</translation>
    </message>
    <message>
        <source>Write in Markdown…</source>
        <translation>Markdownで書く…</translation>
    </message>
</context>
<context>
    <name>MarksList</name>
    <message>
        <source>Without a page</source>
        <translation>ページなし</translation>
    </message>
    <message>
        <source>Page {0}</source>
        <translation>{0} ページ</translation>
    </message>
</context>
<context>
    <name>MarksPanel</name>
    <message>
        <source>No document is open.</source>
        <translation>文書が開かれていません。</translation>
    </message>
    <message>
        <source>No mark is like this.</source>
        <translation>該当するマークはありません。</translation>
    </message>
    <message>
        <source>Nothing is marked yet. Select text and press {0} to highlight it.</source>
        <translation>まだマークはありません。文字を選んで {0} を押すとハイライトできます。</translation>
    </message>
    <message>
        <source>Marks</source>
        <translation>マーク</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>絞り込み</translation>
    </message>
    <message>
        <source>Words to look for in marks</source>
        <translation>マークの中で探す語</translation>
    </message>
    <message>
        <source>Kind of mark</source>
        <translation>マークの種類</translation>
    </message>
    <message>
        <source>List of marks</source>
        <translation>マークの一覧</translation>
    </message>
    <message>
        <source>All</source>
        <translation>すべて</translation>
    </message>
    <message>
        <source>Highlights</source>
        <translation>ハイライト</translation>
    </message>
    <message>
        <source>Underlines</source>
        <translation>下線</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>メモ</translation>
    </message>
    <message>
        <source>Of the PDF</source>
        <translation>PDF の注釈</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Message</source>
        <translation>メッセージ</translation>
    </message>
    <message>
        <source>Close the message</source>
        <translation>メッセージを閉じる</translation>
    </message>
    <message>
        <source>Something inside Shiori went wrong.</source>
        <translation>Shioriの内部で問題が起きました。</translation>
    </message>
    <message>
        <source>You can go on reading; what you wrote is saved. The report helps to mend it.</source>
        <translation>そのまま読み続けられます。書いたものは保存されています。報告は修正に役立ちます。</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>報告をコピー</translation>
    </message>
</context>
<context>
    <name>MissingFile</name>
    <message>
        <source>{0} was moved.</source>
        <translation>{0} は移動されていました。</translation>
    </message>
    <message>
        <source>It is here now: {0}</source>
        <translation>現在の場所: {0}</translation>
    </message>
    <message>
        <source>{0} is not there any more.</source>
        <translation>{0} は元の場所にありません。</translation>
    </message>
    <message>
        <source>It was in {0}. Its notes and answers are kept.</source>
        <translation>{0} にありました。メモと回答は残っています。</translation>
    </message>
    <message>
        <source>Locate…</source>
        <translation>場所を指定…</translation>
    </message>
    <message>
        <source>Where is “{0}” now?</source>
        <translation>「{0}」は今どこにありますか</translation>
    </message>
    <message>
        <source>PDF files (*.pdf);;All files (*)</source>
        <translation>PDF ファイル (*.pdf);;すべてのファイル (*)</translation>
    </message>
</context>
<context>
    <name>ModelLoading</name>
    <message>
        <source>no model: answers quote the document</source>
        <translation>モデルなし: 回答は文書の引用です</translation>
    </message>
    <message>
        <source>{0}, loading…</source>
        <translation>{0}、読み込み中…</translation>
    </message>
</context>
<context>
    <name>NoteCheckView</name>
    <message>
        <source>Citations that are not as they were: {0}</source>
        <translation>元のままでない引用: {0} 件</translation>
    </message>
    <message>
        <source>Hide this list</source>
        <translation>この一覧を隠す</translation>
    </message>
    <message>
        <source>Go to page {page}</source>
        <translation>{page}ページへ</translation>
    </message>
    <message>
        <source>moved from p.{0} to</source>
        <translation>p.{0} から移動:</translation>
    </message>
    <message>
        <source>p.{0} says it in other words now:</source>
        <translation>p.{0} の言葉が変わっています:</translation>
    </message>
    <message>
        <source>was on p.{0}, not found any more</source>
        <translation>p.{0} にあったが、見つかりません</translation>
    </message>
    <message>
        <source>p.{0} has no text that can be read</source>
        <translation>p.{0} には読めるテキストがありません</translation>
    </message>
</context>
<context>
    <name>NoteChoosing</name>
    <message>
        <source>those that suit the paper</source>
        <translation>論文に合うもの</translation>
    </message>
</context>
<context>
    <name>NoteExporting</name>
    <message>
        <source>Save as Markdown…</source>
        <translation>Markdown で保存…</translation>
    </message>
    <message>
        <source>Markdown (*.md)</source>
        <translation>Markdown (*.md)</translation>
    </message>
    <message>
        <source>Save a PDF with the evidence highlighted…</source>
        <translation>根拠をハイライトしたPDFを保存…</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Save as BibTeX…</source>
        <translation>BibTeX で保存…</translation>
    </message>
    <message>
        <source>BibTeX (*.bib)</source>
        <translation>BibTeX (*.bib)</translation>
    </message>
    <message>
        <source>Save as CSL-JSON…</source>
        <translation>CSL-JSON で保存…</translation>
    </message>
    <message>
        <source>CSL-JSON (*.json)</source>
        <translation>CSL-JSON (*.json)</translation>
    </message>
</context>
<context>
    <name>NoteFieldView</name>
    <message>
        <source>Change: {field}</source>
        <translation>{field}を直す</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>不明</translation>
    </message>
</context>
<context>
    <name>NoteHeadView</name>
    <message>
        <source>Code</source>
        <translation>コード</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>プロジェクト</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>データ</translation>
    </message>
    <message>
        <source>Asking arXiv…</source>
        <translation>arXiv に問い合わせ中…</translation>
    </message>
    <message>
        <source>Look up on arXiv</source>
        <translation>arXiv で調べる</translation>
    </message>
    <message>
        <source>Fewer fields</source>
        <translation>項目を減らす</translation>
    </message>
    <message>
        <source>All fields</source>
        <translation>すべての項目</translation>
    </message>
    <message>
        <source>The paper</source>
        <translation>論文</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>題名</translation>
    </message>
    <message>
        <source>Authors</source>
        <translation>著者</translation>
    </message>
    <message>
        <source>with commas between them</source>
        <translation>コンマで区切る</translation>
    </message>
    <message>
        <source>arXiv</source>
        <translation>arXiv</translation>
    </message>
    <message>
        <source>Categories</source>
        <translation>カテゴリ</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>公開日</translation>
    </message>
    <message>
        <source>year-month-day</source>
        <translation>年-月-日</translation>
    </message>
    <message>
        <source>Updated</source>
        <translation>最終更新日</translation>
    </message>
    <message>
        <source>Year</source>
        <translation>年</translation>
    </message>
    <message>
        <source>Venue</source>
        <translation>掲載先</translation>
    </message>
    <message>
        <source>journal or conference</source>
        <translation>雑誌または会議</translation>
    </message>
    <message>
        <source>DOI</source>
        <translation>DOI</translation>
    </message>
    <message>
        <source>URL</source>
        <translation>URL</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>リンク</translation>
    </message>
    <message>
        <source>code, project, data: an address a line</source>
        <translation>コード、プロジェクト、データ: 1 行に 1 つのアドレス</translation>
    </message>
    <message>
        <source>Abstract</source>
        <translation>アブストラクト</translation>
    </message>
    <message>
        <source>Asks arxiv.org for dates and all categories. Only the paper&apos;s number or title is sent, and only now.</source>
        <translation>日付とすべてのカテゴリを arxiv.org に問い合わせます。送るのは論文の番号か題名だけで、押したときに限ります。</translation>
    </message>
</context>
<context>
    <name>NoteItemView</name>
    <message>
        <source>not answered yet</source>
        <translation>まだ答えていません</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>概要</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>質問</translation>
    </message>
    <message>
        <source>Words of the answer</source>
        <translation>答えの言葉</translation>
    </message>
    <message>
        <source>Each sentence is checked against the pages when you are done (Ctrl+Enter)</source>
        <translation>終えると (Ctrl+Enter) 1 文ずつページと照らし合わせます</translation>
    </message>
    <message>
        <source>Check and keep</source>
        <translation>確かめて残す</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Answer anew</source>
        <translation>答えを作り直す</translation>
    </message>
    <message>
        <source>Take this question out</source>
        <translation>この質問を外す</translation>
    </message>
</context>
<context>
    <name>NoteProgress</name>
    <message>
        <source>{done} of {count} answers</source>
        <translation>{count} 件中 {done} 件の答え</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>一時停止中</translation>
    </message>
    <message>
        <source>choosing questions…</source>
        <translation>質問を選んでいます…</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>残り{time}</translation>
    </message>
    <message>
        <source>Progress of the note</source>
        <translation>ノートの進み具合</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>一時停止</translation>
    </message>
    <message>
        <source>Pause (Esc); what is finished is kept</source>
        <translation>一時停止 (Esc)。できた分は残ります</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>続ける</translation>
    </message>
    <message>
        <source>Go on with the note</source>
        <translation>ノートを続ける</translation>
    </message>
    <message>
        <source>{done} of {count} papers</source>
        <translation>論文 {done}/{count} 本</translation>
    </message>
</context>
<context>
    <name>NoteRestoring</name>
    <message>
        <source>All {0} citations of this note are in the PDF.</source>
        <translation>このノートの引用{0}件はすべてPDFにあります。</translation>
    </message>
    <message>
        <source>Of {0} citations of this note {1} are where they were.</source>
        <translation>このノートの引用{0}件のうち{1}件は元の位置にあります。</translation>
    </message>
    <message>
        <source>Moved: {0}.</source>
        <translation>移動: {0}件。</translation>
    </message>
    <message>
        <source>Changed: {0}.</source>
        <translation>変更: {0}件。</translation>
    </message>
    <message>
        <source>Not found any more: {0}.</source>
        <translation>見つからないもの: {0}件。</translation>
    </message>
    <message>
        <source>On pages without text: {0}.</source>
        <translation>文字のないページ: {0}件。</translation>
    </message>
    <message>
        <source>Sentences that are not verified any more: {0}.</source>
        <translation>確認できなくなった文: {0}件。</translation>
    </message>
    <message>
        <source>Lines of the file that are no part of the note or cannot be read: {0}.</source>
        <translation>ノートの一部でない、または読めない行: {0}。</translation>
    </message>
</context>
<context>
    <name>NoteSetup</name>
    <message>
        <source>{time} with {model}</source>
        <translation>{time} ({model})</translation>
    </message>
    <message>
        <source>Time: {0}</source>
        <translation>時間: {0}</translation>
    </message>
    <message>
        <source>New paper note</source>
        <translation>新しい論文ノート</translation>
    </message>
    <message>
        <source>Paper note</source>
        <translation>論文ノート</translation>
    </message>
    <message>
        <source>What this paper is, a summary, and the questions one asks of any paper, answered with their pages. You can go on reading meanwhile.</source>
        <translation>書誌事項、概要、そして論文を読むときの質問への答えを、根拠のページつきで作ります。その間も読み続けられます。</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>言語</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>質問</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>質問の数</translation>
    </message>
    <message>
        <source>Make paper note</source>
        <translation>論文ノートを作る</translation>
    </message>
    <message>
        <source>Back to the note</source>
        <translation>ノートに戻る</translation>
    </message>
</context>
<context>
    <name>NoteView</name>
    <message>
        <source>Go to page {page}</source>
        <translation>{page}ページへ</translation>
    </message>
    <message>
        <source>Last changed {date}</source>
        <translation>最終更新 {date}</translation>
    </message>
    <message>
        <source>Empty note</source>
        <translation>空のメモ</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>メモ</translation>
    </message>
    <message>
        <source>Quotation</source>
        <translation>引用</translation>
    </message>
    <message>
        <source>Text of the note; Enter or F2 edits</source>
        <translation>メモの本文。EnterまたはF2で編集</translation>
    </message>
    <message>
        <source>Markdown of the note</source>
        <translation>メモのMarkdown</translation>
    </message>
    <message>
        <source>Write in Markdown…</source>
        <translation>Markdownで書く…</translation>
    </message>
    <message>
        <source>Delete this note</source>
        <translation>このメモを削除</translation>
    </message>
</context>
<context>
    <name>NotesPanel</name>
    <message>
        <source>Note deleted.</source>
        <translation>メモを削除しました。</translation>
    </message>
    <message>
        <source>No notes yet. Write one with New note, or keep an answer as a note.</source>
        <translation>メモはまだありません。「新しいメモ」で書くか、回答をメモとして残せます。</translation>
    </message>
    <message>
        <source>No document is open. Its notes will be here.</source>
        <translation>文書が開かれていません。メモはここに表示されます。</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>メモ</translation>
    </message>
    <message>
        <source>List of notes</source>
        <translation>メモの一覧</translation>
    </message>
    <message>
        <source>New note</source>
        <translation>新しいメモ</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>書き出す…</translation>
    </message>
    <message>
        <source>Export answers and notes</source>
        <translation>回答とメモを書き出す</translation>
    </message>
    <message>
        <source>Write answers and notes to a Markdown file</source>
        <translation>回答とメモをMarkdownファイルに書き出す</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>This link is not opened.</source>
        <translation>このリンクは開きません。</translation>
    </message>
    <message>
        <source>Left out, because they cannot be read: {count}</source>
        <translation>読めないため除外したファイル: {count}件</translation>
    </message>
    <message>
        <source>Read them</source>
        <translation>読み取る</translation>
    </message>
    <message>
        <source>{0} pages are pictures: nothing on them can be found or cited.</source>
        <translation>{0} ページが画像です。検索も引用もできません。</translation>
    </message>
    <message>
        <source>OCR can read them in the background, in about {0} minutes.</source>
        <translation>OCR を使えば、読書を妨げずに約 {0} 分で読み取れます。</translation>
    </message>
    <message>
        <source>Every page has text that can be read.</source>
        <translation>どのページにも読めるテキストがあります。</translation>
    </message>
    <message>
        <source>Show notes</source>
        <translation>メモを表示</translation>
    </message>
    <message>
        <source>The answer is kept as a note.</source>
        <translation>回答をメモに残しました。</translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation>フォルダーを表示</translation>
    </message>
    <message>
        <source>The paper note was saved.</source>
        <translation>論文ノートを保存しました。</translation>
    </message>
    <message>
        <source>Answers and notes were written.</source>
        <translation>回答とメモを書き出しました。</translation>
    </message>
    <message>
        <source>Drag over the region to copy.</source>
        <translation>コピーする範囲をドラッグしてください。</translation>
    </message>
    <message>
        <source>Esc gives it up.</source>
        <translation>Esc で取りやめます。</translation>
    </message>
    <message>
        <source>{0} × {1} pixels</source>
        <translation>{0} × {1} ピクセル</translation>
    </message>
    <message>
        <source>The picture is on the clipboard.</source>
        <translation>画像をクリップボードにコピーしました。</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>The file has changed.</source>
        <translation>ファイルが変更されました。</translation>
    </message>
    <message>
        <source>Reload</source>
        <translation>再読み込み</translation>
    </message>
    <message>
        <source>Reloaded: the file has changed.</source>
        <translation>ファイルが変更されたため、再読み込みしました。</translation>
    </message>
    <message>
        <source>{0} notes, marks or answers speak of words that are not there any more; they are kept.</source>
        <translation>{0} 件のメモ・マーク・回答は、もう存在しない文についてのものです。残してあります。</translation>
    </message>
    <message>
        <source>Nothing was found that this refers to.</source>
        <translation>参照先が見つかりませんでした。</translation>
    </message>
    <message>
        <source>Select a reference such as “[12]”, “Figure 3” or “(Smith et al., 2020)”, or point at one.</source>
        <translation>「[12]」「図3」「(Smith et al., 2020)」などの参照を選択するか、マウスを合わせてください。</translation>
    </message>
    <message>
        <source>A copy with annotations was written.</source>
        <translation>注釈付きのコピーを保存しました。</translation>
    </message>
    <message>
        <source>Printed, sheets: {0}</source>
        <translation>印刷しました（{0} 枚）</translation>
    </message>
    <message>
        <source>Printed to a PDF file, pages: {0}</source>
        <translation>PDF ファイルに印刷しました（{0} ページ）</translation>
    </message>
    <message>
        <source>The paper note is deleted.</source>
        <translation>論文ノートを削除しました。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
</context>
<context>
    <name>Noting</name>
    <message>
        <source>reading the pages…</source>
        <translation>ページを読んでいます…</translation>
    </message>
    <message>
        <source>waits for your question to be answered</source>
        <translation>質問への答えを待っています</translation>
    </message>
    <message>
        <source>waits for another note</source>
        <translation>別のノートを待っています</translation>
    </message>
    <message>
        <source>the model is loading…</source>
        <translation>モデルを読み込んでいます…</translation>
    </message>
</context>
<context>
    <name>OutlinePanel</name>
    <message>
        <source>Contents</source>
        <translation>目次</translation>
    </message>
    <message>
        <source>Table of contents</source>
        <translation>目次</translation>
    </message>
    <message>
        <source>No document is open.</source>
        <translation>文書が開かれていません。</translation>
    </message>
    <message>
        <source>Filter the contents</source>
        <translation>目次を絞り込む</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>絞り込み</translation>
    </message>
    <message>
        <source>Unfold all</source>
        <translation>すべて開く</translation>
    </message>
    <message>
        <source>Fold all</source>
        <translation>すべてたたむ</translation>
    </message>
    <message>
        <source>This PDF has no table of contents, and no headings were found in it so far.</source>
        <translation>この PDF には目次がなく、見出しもまだ見つかっていません。</translation>
    </message>
    <message>
        <source>Built from headings</source>
        <translation>見出しから作成</translation>
    </message>
    <message>
        <source>This PDF has no table of contents. This one was made of the headings on the pages read so far.</source>
        <translation>この PDF には目次がありません。これまでに読んだページの見出しから作りました。</translation>
    </message>
</context>
<context>
    <name>PageCanvas</name>
    <message>
        <source>Page {0} cannot be shown.</source>
        <translation>{0}ページを表示できません。</translation>
    </message>
    <message>
        <source>It seems to be damaged. Click here to try it once more.</source>
        <translation>破損しているようです。クリックするともう一度試します。</translation>
    </message>
</context>
<context>
    <name>PageColoursMenu</name>
    <message>
        <source>Page &amp;colours</source>
        <translation>ページの色(&amp;C)</translation>
    </message>
    <message>
        <source>As &amp;printed</source>
        <translation>印刷のとおり(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>ダーク(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Sepia</source>
        <translation>セピア(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Follow the window</source>
        <translation>ウィンドウに合わせる(&amp;F)</translation>
    </message>
</context>
<context>
    <name>PageField</name>
    <message>
        <source>Page</source>
        <translation>ページ</translation>
    </message>
    <message>
        <source>Page: type a number or a printed label, then Enter (Ctrl+G)</source>
        <translation>ページ: 番号または印刷されたページ名を入力してEnter (Ctrl+G)</translation>
    </message>
    <message>
        <source>#5: the fifth page, +2: two pages on, 50 %: the middle</source>
        <translation>#5 は先頭から5ページ目、+2 は2ページ先、50 % は中ほど</translation>
    </message>
    <message>
        <source>There is no page “{0}”. The document has {1}.</source>
        <translation>「{0}」というページはありません。文書は全 {1} ページです。</translation>
    </message>
</context>
<context>
    <name>PageView</name>
    <message>
        <source>Pages of the document</source>
        <translation>文書のページ</translation>
    </message>
    <message>
        <source>Page {0} of {1}</source>
        <translation>{1}ページ中{0}ページ</translation>
    </message>
</context>
<context>
    <name>PaperNotePanel</name>
    <message>
        <source>Question taken out.</source>
        <translation>質問を外しました。</translation>
    </message>
    <message>
        <source>Another note…</source>
        <translation>別のノートを作る…</translation>
    </message>
    <message>
        <source>Delete this note</source>
        <translation>このノートを削除</translation>
    </message>
    <message>
        <source>Paper note</source>
        <translation>論文ノート</translation>
    </message>
    <message>
        <source>Which note</source>
        <translation>どのノート</translation>
    </message>
    <message>
        <source>Export ▾</source>
        <translation>書き出し ▾</translation>
    </message>
    <message>
        <source>Export the note, and more</source>
        <translation>ノートの書き出しなど</translation>
    </message>
    <message>
        <source>A question of your own</source>
        <translation>自分の質問</translation>
    </message>
    <message>
        <source>Add a question…</source>
        <translation>質問を加える…</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>加える</translation>
    </message>
    <message>
        <source>Add the question to the note</source>
        <translation>質問をノートに加える</translation>
    </message>
</context>
<context>
    <name>PasswordDialog</name>
    <message>
        <source>Password</source>
        <translation>パスワード</translation>
    </message>
    <message>
        <source>{0} is protected by a password.</source>
        <translation>{0}はパスワードで保護されています。</translation>
    </message>
    <message>
        <source>That password does not open it. Check capital letters and the keyboard layout.</source>
        <translation>このパスワードでは開けません。大文字・小文字とキーボード配列を確認してください。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>開く</translation>
    </message>
</context>
<context>
    <name>Presentation</name>
    <message>
        <source>Presentation</source>
        <translation>プレゼンテーション</translation>
    </message>
</context>
<context>
    <name>PreviewCard</name>
    <message>
        <source>Preview</source>
        <translation>プレビュー</translation>
    </message>
    <message>
        <source>Let it go with the mouse</source>
        <translation>マウスが離れたら閉じる</translation>
    </message>
    <message>
        <source>Keep it open</source>
        <translation>開いたままにする</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>閉じる (Esc)</translation>
    </message>
    <message>
        <source>Click to go there</source>
        <translation>クリックするとそこへ移動します</translation>
    </message>
</context>
<context>
    <name>Previews</name>
    <message>
        <source>p.{0}</source>
        <translation>p.{0}</translation>
    </message>
</context>
<context>
    <name>PrintDialog</name>
    <message>
        <source>&amp;Fit pages to the paper</source>
        <translation>用紙に合わせる(&amp;F)</translation>
    </message>
    <message>
        <source>Print in &amp;actual size</source>
        <translation>実際の大きさで印刷する(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Turn the paper for wide pages</source>
        <translation>横長のページでは用紙を回転する(&amp;T)</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大きさ</translation>
    </message>
</context>
<context>
    <name>Printing</name>
    <message>
        <source>Printing page {0} of {1}…</source>
        <translation>{1} ページ中 {0} ページ目を印刷しています…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>印刷</translation>
    </message>
</context>
<context>
    <name>QuestionBox</name>
    <message>
        <source>About: “{0}” (p.{1})  ✕</source>
        <translation>対象：「{0}」（p.{1}）  ✕</translation>
    </message>
    <message>
        <source>Ask no longer about: {0}</source>
        <translation>対象から外す：{0}</translation>
    </message>
    <message>
        <source>Question and model</source>
        <translation>質問とモデル</translation>
    </message>
    <message>
        <source>Why the question is not answered</source>
        <translation>質問に答えられない理由</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>質問</translation>
    </message>
    <message>
        <source>Ask…</source>
        <translation>質問…</translation>
    </message>
    <message>
        <source>Enter asks, Shift+Enter begins a new line, Up brings back the last question</source>
        <translation>Enterで質問、Shift+Enterで改行、↑で前の質問</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>質問</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop the answer</source>
        <translation>回答を停止</translation>
    </message>
    <message>
        <source>Stop the answer (Esc); what was written is kept</source>
        <translation>回答を停止 (Esc)。書かれた分は残ります</translation>
    </message>
</context>
<context>
    <name>QuickMarks</name>
    <message>
        <source>Mark this place: type a letter</source>
        <translation>この場所に印を付けます：文字キーを押してください</translation>
    </message>
    <message>
        <source>Go to a marked place: type its letter</source>
        <translation>印の場所へ移動します：その文字キーを押してください</translation>
    </message>
    <message>
        <source>“{0}” leads here now.</source>
        <translation>「{0}」でここへ戻れます。</translation>
    </message>
    <message>
        <source>No place is marked “{0}”.</source>
        <translation>「{0}」の印はありません。</translation>
    </message>
</context>
<context>
    <name>RecentMenu</name>
    <message>
        <source>Open &amp;recent</source>
        <translation>最近使った文書(&amp;R)</translation>
    </message>
</context>
<context>
    <name>ScopeChip</name>
    <message>
        <source>Ask about the open document only</source>
        <translation>開いている文書だけについて質問する</translation>
    </message>
</context>
<context>
    <name>SearchPanel</name>
    <message>
        <source>Page {0}</source>
        <translation>{0} ページ</translation>
    </message>
    <message>
        <source>No document is open.</source>
        <translation>文書が開かれていません。</translation>
    </message>
    <message>
        <source>What you look for with Ctrl+F is listed here.</source>
        <translation>Ctrl+F で検索した結果がここに並びます。</translation>
    </message>
    <message>
        <source>“{0}”: no match</source>
        <translation>「{0}」: 一致なし</translation>
    </message>
    <message>
        <source>“{0}”: {1} on {2} pages</source>
        <translation>「{0}」: {1} 件({2} ページ)</translation>
    </message>
    <message>
        <source>So far: pages {0}–{1} of {2}</source>
        <translation>ここまで: 全 {2} ページ中 {0}–{1} ページ</translation>
    </message>
    <message>
        <source>So far: {0} of {1} pages</source>
        <translation>ここまで: {1} ページ中 {0} ページ</translation>
    </message>
    <message>
        <source>{0} pages are pictures and could not be searched.</source>
        <translation>{0} ページは画像のため検索できませんでした。</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>検索</translation>
    </message>
    <message>
        <source>Matches</source>
        <translation>一致箇所</translation>
    </message>
    <message>
        <source>Clear the list</source>
        <translation>一覧を消す</translation>
    </message>
</context>
<context>
    <name>SelectionBar</name>
    <message>
        <source>Selected text</source>
        <translation>選択したテキスト</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>キーボードショートカット</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>Start</source>
        <translation>はじめに</translation>
    </message>
    <message>
        <source>Read lately</source>
        <translation>最近読んだ文書</translation>
    </message>
    <message>
        <source>Open a PDF…</source>
        <translation>PDF を開く…</translation>
    </message>
    <message>
        <source>Library…</source>
        <translation>ライブラリ…</translation>
    </message>
    <message>
        <source>Or drop a PDF here.</source>
        <translation>PDF をここにドロップしても開けます。</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>looking at {0} of {1} documents</source>
        <translation>文書を確認中: {0} / {1}</translation>
    </message>
    <message>
        <source>reading all documents: {0} of {1} pages</source>
        <translation>全文書を読み取り中: {0} / {1} ページ</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>オフライン</translation>
    </message>
    <message>
        <source>text goes to {0}</source>
        <translation>文章の送り先: {0}</translation>
    </message>
    <message>
        <source>Questions will also find what the document says in other words or in another language.</source>
        <translation>質問の検索が、別の言い回しや別の言語で書かれた箇所も見つけられるようになります。</translation>
    </message>
    <message>
        <source>p. {0} of {1}</source>
        <translation>{1}ページ中{0}ページ</translation>
    </message>
    <message>
        <source>p. {0} (PDF {1} of {2})</source>
        <translation>p. {0} (PDF {2}ページ中{1})</translation>
    </message>
    <message>
        <source>reading: {0} of {1} pages</source>
        <translation>読み取り中: {1}ページ中{0}ページ</translation>
    </message>
    <message>
        <source>read {0} of {1} pages, the others have no text</source>
        <translation>{1} ページ中 {0} ページを読みました (残りはテキストなし)</translation>
    </message>
    <message>
        <source>read the page</source>
        <translation>ページを読み取り済み</translation>
    </message>
    <message>
        <source>read all {0} pages</source>
        <translation>全{0}ページを読み取り済み</translation>
    </message>
    <message>
        <source>preparing search by meaning: {0} %</source>
        <translation>意味での検索を準備中: {0} %</translation>
    </message>
    <message>
        <source>reading pictures of text: {0} of {1} pages</source>
        <translation>画像を読み取り中: {0}/{1} ページ</translation>
    </message>
    <message>
        <source>about {0} s left</source>
        <translation>残り約 {0} 秒</translation>
    </message>
    <message>
        <source>about {0} min left</source>
        <translation>残り約 {0} 分</translation>
    </message>
</context>
<context>
    <name>ThemeMenu</name>
    <message>
        <source>&amp;Light and dark</source>
        <translation>明るさ(&amp;L)</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>システムに合わせる</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>ライト</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>ダーク</translation>
    </message>
</context>
<context>
    <name>ThumbnailsPanel</name>
    <message>
        <source>Page {0}</source>
        <translation>{0} ページ</translation>
    </message>
    <message>
        <source>Thumbnails</source>
        <translation>サムネイル</translation>
    </message>
</context>
<context>
    <name>UndoLine</name>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <source>Undo: {what}</source>
        <translation>元に戻す: {what}</translation>
    </message>
</context>
<context>
    <name>Verdict</name>
    <message>
        <source>Exact</source>
        <translation>一致</translation>
    </message>
    <message>
        <source>Supported</source>
        <translation>裏づけあり</translation>
    </message>
    <message>
        <source>Page only</source>
        <translation>ページのみ</translation>
    </message>
    <message>
        <source>Unsupported</source>
        <translation>裏づけなし</translation>
    </message>
    <message>
        <source>Exact: the page says it in these words.</source>
        <translation>一致: ページにこの言葉どおりに書かれています。</translation>
    </message>
    <message>
        <source>Supported: a sentence of the page says it in other words.</source>
        <translation>裏づけあり: ページの文が別の言葉で述べています。</translation>
    </message>
    <message>
        <source>Page only: the page speaks of it, but no single sentence says it.</source>
        <translation>ページのみ: ページで触れられていますが、そう述べる文はありません。</translation>
    </message>
    <message>
        <source>Unsupported: not found in the pages read.</source>
        <translation>裏づけなし: 読んだページに見つかりません。</translation>
    </message>
</context>
<context>
    <name>Wayfinding</name>
    <message>
        <source>Contents</source>
        <translation>目次</translation>
    </message>
    <message>
        <source>Bookmarks</source>
        <translation>しおり</translation>
    </message>
    <message>
        <source>Thumbnails</source>
        <translation>サムネイル</translation>
    </message>
</context>
<context>
    <name>WindowDialogs</name>
    <message>
        <source>Model server</source>
        <translation>モデルサーバー</translation>
    </message>
    <message>
        <source>Send text to {0}?</source>
        <translation>{0} に文章を送りますか。</translation>
    </message>
    <message>
        <source>The model that is to answer runs there, not on this computer. Your questions, and the passages of your documents that go with them, would be sent to it.</source>
        <translation>回答するモデルは、このコンピューターではなくそのサーバーで動いています。質問と、それに関わる文書の箇所が送られます。</translation>
    </message>
    <message>
        <source>The connection is not encrypted: others on the network can read along.</source>
        <translation>接続は暗号化されていません。同じネットワークの他の人に読まれるおそれがあります。</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>送る</translation>
    </message>
    <message>
        <source>Keep text here</source>
        <translation>送らない</translation>
    </message>
    <message>
        <source>Reads PDFs and answers questions about them, with the page.</source>
        <translation>PDFを読み、質問にページ付きで答えます。</translation>
    </message>
    <message>
        <source>Free software: GNU Affero General Public License, version 3 or later.</source>
        <translation>フリーソフトウェア: GNU Affero General Public License バージョン3以降。</translation>
    </message>
    <message>
        <source>About Shiori</source>
        <translation>Shioriについて</translation>
    </message>
    <message>
        <source>PDFs and paper notes (*.pdf *.md *.markdown);;All files (*)</source>
        <translation>PDFと論文ノート (*.pdf *.md *.markdown);;すべてのファイル (*)</translation>
    </message>
    <message>
        <source>Open a PDF or a paper note</source>
        <translation>PDFまたは論文ノートを開く</translation>
    </message>
</context>
<context>
    <name>ZoomButton</name>
    <message>
        <source>Zoom</source>
        <translation>拡大率</translation>
    </message>
    <message>
        <source>Zoom {0}</source>
        <translation>拡大率 {0}</translation>
    </message>
    <message>
        <source>{0} %</source>
        <translation>{0} %</translation>
    </message>
</context>
<context>
    <name>_List</name>
    <message>
        <source>Rename</source>
        <translation>名前を変更</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>取り除く</translation>
    </message>
</context>
<context>
    <name>actions</name>
    <message>
        <source>&amp;File</source>
        <translation>ファイル(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>編集(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>表示(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>移動(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Ask</source>
        <translation>質問(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>ヘルプ(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>開く(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Close document</source>
        <translation>文書を閉じる(&amp;C)</translation>
    </message>
    <message>
        <source>Reopen closed &amp;document</source>
        <translation>閉じた文書をもう一度開く(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;New window</source>
        <translation>新しいウィンドウ(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Export answers and notes…</source>
        <translation>回答とメモを書き出す(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>終了(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Find…</source>
        <translation>検索(&amp;F)…</translation>
    </message>
    <message>
        <source>Find &amp;next</source>
        <translation>次を検索(&amp;N)</translation>
    </message>
    <message>
        <source>Find &amp;previous</source>
        <translation>前を検索(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Read pages that are pictures (OCR)</source>
        <translation>画像のページを読み取る (OCR)(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>コピー(&amp;C)</translation>
    </message>
    <message>
        <source>Copy a pic&amp;ture of a region</source>
        <translation>範囲を画像としてコピー(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Contents</source>
        <translation>目次(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Questions and notes</source>
        <translation>質問とメモ(&amp;Q)</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>拡大(&amp;I)</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>縮小(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Actual size</source>
        <translation>実際の大きさ(&amp;A)</translation>
    </message>
    <message>
        <source>Fit &amp;width</source>
        <translation>幅に合わせる(&amp;W)</translation>
    </message>
    <message>
        <source>Fit &amp;page</source>
        <translation>ページ全体(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Full screen</source>
        <translation>全画面(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>戻る(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Forward</source>
        <translation>進む(&amp;F)</translation>
    </message>
    <message>
        <source>Go to pa&amp;ge…</source>
        <translation>ページへ移動(&amp;G)…</translation>
    </message>
    <message>
        <source>Next &amp;tab</source>
        <translation>次のタブ(&amp;T)</translation>
    </message>
    <message>
        <source>Pre&amp;vious tab</source>
        <translation>前のタブ(&amp;V)</translation>
    </message>
    <message>
        <source>One screen down</source>
        <translation>一画面下へ</translation>
    </message>
    <message>
        <source>One screen up</source>
        <translation>一画面上へ</translation>
    </message>
    <message>
        <source>First page</source>
        <translation>最初のページ</translation>
    </message>
    <message>
        <source>Last page</source>
        <translation>最後のページ</translation>
    </message>
    <message>
        <source>&amp;Next evidence</source>
        <translation>次の根拠(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Previous evidence</source>
        <translation>前の根拠(&amp;P)</translation>
    </message>
    <message>
        <source>Back to the text</source>
        <translation>本文に戻る</translation>
    </message>
    <message>
        <source>&amp;Ask a question</source>
        <translation>質問する(&amp;A)</translation>
    </message>
    <message>
        <source>Ask about all PDFs in a &amp;folder…</source>
        <translation>フォルダー内のすべてのPDFについて質問(&amp;F)…</translation>
    </message>
    <message>
        <source>Ask about several &amp;documents…</source>
        <translation>複数の文書について質問(&amp;D)…</translation>
    </message>
    <message>
        <source>&amp;Stop the answer</source>
        <translation>回答を停止(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Explain the selected text</source>
        <translation>選択したテキストを説明(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Translate the selected text</source>
        <translation>選択したテキストを翻訳(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;New note</source>
        <translation>新しいメモ(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>キーボードショートカット(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Commands…</source>
        <translation>コマンド(&amp;C)…</translation>
    </message>
    <message>
        <source>Open the &amp;guide</source>
        <translation>ガイドを開く(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;About Shiori</source>
        <translation>Shioriについて(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Library…</source>
        <translation>ライブラリ(&amp;L)…</translation>
    </message>
    <message>
        <source>Set or remove a boo&amp;kmark</source>
        <translation>しおりを挟む・取り除く(&amp;K)</translation>
    </message>
    <message>
        <source>Next bookmark</source>
        <translation>次のしおり</translation>
    </message>
    <message>
        <source>Previous bookmark</source>
        <translation>前のしおり</translation>
    </message>
    <message>
        <source>Mark this place with a letter</source>
        <translation>この場所に文字で印を付ける</translation>
    </message>
    <message>
        <source>Go to the place with a letter</source>
        <translation>文字の印の場所へ移動</translation>
    </message>
    <message>
        <source>Copy &amp;with citation</source>
        <translation>出典付きでコピー(&amp;W)</translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation>すべて選択(&amp;A)</translation>
    </message>
    <message>
        <source>Select with the &amp;keyboard</source>
        <translation>キーボードで選択(&amp;K)</translation>
    </message>
    <message>
        <source>Reload &amp;from disk</source>
        <translation>ディスクから再読み込み(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Look up the reference</source>
        <translation>参照先を調べる(&amp;L)</translation>
    </message>
    <message>
        <source>Save a copy with &amp;annotations…</source>
        <translation>注釈付きのコピーを保存(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>元に戻す(&amp;U)</translation>
    </message>
    <message>
        <source>Re&amp;do</source>
        <translation>やり直す(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Highlight</source>
        <translation>ハイライト(&amp;H)</translation>
    </message>
    <message>
        <source>Under&amp;line</source>
        <translation>下線(&amp;L)</translation>
    </message>
    <message>
        <source>Note h&amp;ere</source>
        <translation>ここにメモ(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Print…</source>
        <translation>印刷(&amp;P)…</translation>
    </message>
    <message>
        <source>Page &amp;layout</source>
        <translation>ページの並べ方(&amp;L)</translation>
    </message>
    <message>
        <source>Fit &amp;visible content</source>
        <translation>内容の幅に合わせる(&amp;V)</translation>
    </message>
    <message>
        <source>Zoom to a &amp;box</source>
        <translation>囲んだ範囲を拡大(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;One page</source>
        <translation>1ページ(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Two pages</source>
        <translation>見開き(&amp;T)</translation>
    </message>
    <message>
        <source>Two pages, co&amp;ver alone</source>
        <translation>見開き(表紙は単独)(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Continuous</source>
        <translation>連続スクロール(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Right to left</source>
        <translation>右から左へ(&amp;R)</translation>
    </message>
    <message>
        <source>Crop &amp;margins</source>
        <translation>余白を切り取る(&amp;M)</translation>
    </message>
    <message>
        <source>Rotate c&amp;lockwise</source>
        <translation>右に回転(&amp;L)</translation>
    </message>
    <message>
        <source>Rotate counterclockwi&amp;se</source>
        <translation>左に回転(&amp;S)</translation>
    </message>
    <message>
        <source>Pre&amp;sentation</source>
        <translation>プレゼンテーション(&amp;S)</translation>
    </message>
    <message>
        <source>Make a &amp;paper note</source>
        <translation>論文ノートを作る(&amp;P)</translation>
    </message>
    <message>
        <source>Di&amp;gests…</source>
        <translation>ダイジェスト(&amp;G)…</translation>
    </message>
</context>
<context>
    <name>errors</name>
    <message>
        <source>{0} GB</source>
        <translation>{0} GB</translation>
    </message>
    <message>
        <source>{0} cannot be found.</source>
        <translation>{0}が見つかりません。</translation>
    </message>
    <message>
        <source>Check that the file still exists and may be read: {0}</source>
        <translation>ファイルがまだあり、読み取れることを確認してください: {0}</translation>
    </message>
    <message>
        <source>{0} is not a PDF that can be read.</source>
        <translation>{0}は読み取れるPDFではありません。</translation>
    </message>
    <message>
        <source>The file is damaged or of another kind. Get a fresh copy, or open it in the program that made it.</source>
        <translation>ファイルが破損しているか、別の種類です。新しく入手するか、作成したプログラムで開いてください。</translation>
    </message>
    <message>
        <source>{0} has no page that can be shown.</source>
        <translation>{0}には表示できるページがありません。</translation>
    </message>
    <message>
        <source>The file is damaged or empty. Get a fresh copy.</source>
        <translation>ファイルが破損しているか空です。新しく入手してください。</translation>
    </message>
    <message>
        <source>There is no PDF in {0} that can be read.</source>
        <translation>{0}に読めるPDFがありません。</translation>
    </message>
    <message>
        <source>Choose a folder that holds PDFs, or the files themselves.</source>
        <translation>PDFが入ったフォルダーか、PDFファイルを選んでください。</translation>
    </message>
    <message>
        <source>{0} has no text that can be read.</source>
        <translation>{0} には読み取れる文字がありません。</translation>
    </message>
    <message>
        <source>Its pages are pictures: open it, and let Tesseract read them first.</source>
        <translation>ページが画像です。開いて Tesseract に読み取らせてから、もう一度お試しください。</translation>
    </message>
    <message>
        <source>{0} is protected by a password.</source>
        <translation>{0}はパスワードで保護されています。</translation>
    </message>
    <message>
        <source>Open it again and give its password.</source>
        <translation>もう一度開いてパスワードを入力してください。</translation>
    </message>
    <message>
        <source>This password does not open {0}.</source>
        <translation>このパスワードでは{0}を開けません。</translation>
    </message>
    <message>
        <source>Check capital letters and the keyboard layout, then try again.</source>
        <translation>大文字・小文字とキーボード配列を確認して、もう一度試してください。</translation>
    </message>
    <message>
        <source>Page {0} of {1} cannot be shown.</source>
        <translation>{1}の{0}ページを表示できません。</translation>
    </message>
    <message>
        <source>This page is damaged; the others can be read.</source>
        <translation>このページは破損しています。ほかのページは読めます。</translation>
    </message>
    <message>
        <source>The model {0} is not on this computer.</source>
        <translation>モデル{0}はこのコンピューターにありません。</translation>
    </message>
    <message>
        <source>Until then answers quote the document. Fetch it in a terminal with: shiori models get {0}</source>
        <translation>それまで回答は文書の引用になります。端末で取得できます: shiori models get {0}</translation>
    </message>
    <message>
        <source>The model {0} cannot be used: {1}.</source>
        <translation>モデル{0}は使えません: {1}</translation>
    </message>
    <message>
        <source>Until then answers quote the document. Fetch it again or choose another: shiori models list</source>
        <translation>それまで回答は文書の引用になります。もう一度取得するか、別のモデルを選んでください: shiori models list</translation>
    </message>
    <message>
        <source>The model {0} needs {1} of memory; {2} are free.</source>
        <translation>モデル{0}には{1}のメモリーが必要です。空きは{2}です。</translation>
    </message>
    <message>
        <source>Close other programs or choose a smaller model: shiori models list</source>
        <translation>ほかのプログラムを閉じるか、小さいモデルを選んでください: shiori models list</translation>
    </message>
    <message>
        <source>{0} could not be fetched: {1}.</source>
        <translation>{0}を取得できませんでした: {1}</translation>
    </message>
    <message>
        <source>Check the network connection and try again. Reading and quoting work without a model.</source>
        <translation>ネットワーク接続を確認して、もう一度試してください。閲覧と引用はモデルなしで使えます。</translation>
    </message>
    <message>
        <source>The question is too long for this model ({0} tokens, at most {1}).</source>
        <translation>質問がこのモデルには長すぎます({0}トークン、最大{1})。</translation>
    </message>
    <message>
        <source>Ask a shorter question or choose a model with a larger context.</source>
        <translation>質問を短くするか、文脈の長いモデルを選んでください。</translation>
    </message>
    <message>
        <source>Pages that are pictures cannot be read: Tesseract is not installed.</source>
        <translation>画像のページは読めません。Tesseract がインストールされていません。</translation>
    </message>
    <message>
        <source>Install it and open the document again: apt install tesseract-ocr tesseract-ocr-jpn (Linux), brew install tesseract tesseract-lang (macOS), winget install UB-Mannheim.TesseractOCR (Windows).</source>
        <translation>インストールしてから文書を開き直してください: apt install tesseract-ocr tesseract-ocr-jpn (Linux)、brew install tesseract tesseract-lang (macOS)、winget install UB-Mannheim.TesseractOCR (Windows)</translation>
    </message>
    <message>
        <source>The picture of page {0} could not be read: {1}.</source>
        <translation>{0} ページの画像を読み取れませんでした: {1}。</translation>
    </message>
    <message>
        <source>Check that Tesseract works, with its languages: tesseract --list-langs</source>
        <translation>Tesseract とその言語データが使えるか確かめてください: tesseract --list-langs</translation>
    </message>
    <message>
        <source>{0} could not be written: {1}.</source>
        <translation>{0}を書き込めませんでした: {1}</translation>
    </message>
    <message>
        <source>Choose another folder, or free some space, and export again. Nothing was lost.</source>
        <translation>別のフォルダーを選ぶか空き容量を増やして、もう一度書き出してください。失われたものはありません。</translation>
    </message>
    <message>
        <source>There is no question set {0}.</source>
        <translation>質問セット「{0}」はありません。</translation>
    </message>
    <message>
        <source>Choose one of: {0}</source>
        <translation>次のいずれかを選んでください：{0}</translation>
    </message>
    <message>
        <source>The question set {0} has a mistake in line {1}: {2}.</source>
        <translation>質問セット {0} の {1} 行目に誤りがあります：{2}。</translation>
    </message>
    <message>
        <source>Mend it, or take it away, and the program&apos;s own questions are used: {0}</source>
        <translation>直すか、取り除いてください。取り除くと付属の質問が使われます：{0}</translation>
    </message>
    <message>
        <source>{0} cannot be used: {1}.</source>
        <translation>{0}を使えません: {1}</translation>
    </message>
    <message>
        <source>Check the disk and the rights of this file: {0}</source>
        <translation>ディスクとこのファイルのアクセス権を確認してください: {0}</translation>
    </message>
    <message>
        <source>The helper process for pages stopped.</source>
        <translation>ページを描く補助プロセスが停止しました。</translation>
    </message>
    <message>
        <source>The helper process that reads the text stopped.</source>
        <translation>テキストを読む補助プロセスが停止しました。</translation>
    </message>
    <message>
        <source>The helper process for {0} stopped.</source>
        <translation>{0}の補助プロセスが停止しました。</translation>
    </message>
    <message>
        <source>It is started again; you can go on.</source>
        <translation>再起動されます。そのまま続けられます。</translation>
    </message>
    <message>
        <source>{0} has changed since it was opened.</source>
        <translation>{0} は開いたあとに変更されました。</translation>
    </message>
    <message>
        <source>The new version is shown as soon as it can be read; or open the file again.</source>
        <translation>新しい内容は、読み込めるようになりしだい表示されます。ファイルを開き直すこともできます。</translation>
    </message>
    <message>
        <source>The copy cannot take the place of {0} itself.</source>
        <translation>{0} そのものをコピーで置き換えることはできません。</translation>
    </message>
    <message>
        <source>Choose another name or folder: the document stays as it is.</source>
        <translation>別の名前かフォルダーを選んでください。元の文書はそのまま残ります。</translation>
    </message>
    <message>
        <source>Printing to {0} does not work.</source>
        <translation>{0} に印刷できません。</translation>
    </message>
    <message>
        <source>Check that the printer is on and that the file can be written, and print again.</source>
        <translation>プリンターの電源が入っているか、ファイルに書き込めるかを確かめて、もう一度印刷してください。</translation>
    </message>
    <message>
        <source>it cannot be read</source>
        <translation>読み取れません</translation>
    </message>
    <message>
        <source>it names no server</source>
        <translation>サーバー名がありません</translation>
    </message>
    <message>
        <source>a key does not belong into it</source>
        <translation>鍵を含めることはできません</translation>
    </message>
    <message>
        <source>it has a part after a question mark</source>
        <translation>疑問符の後に余分な部分があります</translation>
    </message>
    <message>
        <source>no connection within 5 s</source>
        <translation>5 秒以内に接続できません</translation>
    </message>
    <message>
        <source>its address cannot be used</source>
        <translation>このアドレスは使えません</translation>
    </message>
    <message>
        <source>its certificate is not trusted here</source>
        <translation>証明書が信頼されていません</translation>
    </message>
    <message>
        <source>it does not speak HTTPS</source>
        <translation>HTTPS に対応していません</translation>
    </message>
    <message>
        <source>its name is not known</source>
        <translation>名前が見つかりません</translation>
    </message>
    <message>
        <source>no server listens there</source>
        <translation>そこで待ち受けているサーバーがありません</translation>
    </message>
    <message>
        <source>the connection does not hold</source>
        <translation>接続が保てません</translation>
    </message>
    <message>
        <source>its answer broke off</source>
        <translation>回答が途中で切れました</translation>
    </message>
    <message>
        <source>what it says is not what the OpenAI protocol says</source>
        <translation>応答が OpenAI 形式ではありません</translation>
    </message>
    <message>
        <source>nothing came from it for too long</source>
        <translation>長い間応答がありません</translation>
    </message>
    <message>
        <source>{0} is not the address of a model server: {1}.</source>
        <translation>{0} はモデルサーバーのアドレスではありません: {1}。</translation>
    </message>
    <message>
        <source>It looks like this: http://localhost:8080/v1   or with a model&apos;s name: http://localhost:8080/v1#NAME</source>
        <translation>書き方: http://localhost:8080/v1   モデル名を付ける場合: http://localhost:8080/v1#NAME</translation>
    </message>
    <message>
        <source>The model server {0} cannot be reached: {1}.</source>
        <translation>モデルサーバー {0} に接続できません: {1}。</translation>
    </message>
    <message>
        <source>Check that it runs and its address. Until then answers quote the document.</source>
        <translation>サーバーが動いていることとアドレスを確かめてください。それまでは文書の引用で答えます。</translation>
    </message>
    <message>
        <source>The model server {0} does not accept the key.</source>
        <translation>モデルサーバー {0} が鍵を受け付けません。</translation>
    </message>
    <message>
        <source>The model server {0} asks for a key.</source>
        <translation>モデルサーバー {0} は鍵を求めています。</translation>
    </message>
    <message>
        <source>Store the right one in a terminal: shiori models key {0}</source>
        <translation>ターミナルで正しい鍵を保存してください: shiori models key {0}</translation>
    </message>
    <message>
        <source>The model server {0} has no model {1}.</source>
        <translation>モデルサーバー {0} にモデル {1} がありません。</translation>
    </message>
    <message>
        <source>The model server {0} has no model.</source>
        <translation>モデルサーバー {0} にはモデルがありません。</translation>
    </message>
    <message>
        <source>It has: {0}. Name one after the address: http://HOST/v1#NAME</source>
        <translation>使えるモデル: {0}。アドレスの後に名前を付けてください: http://HOST/v1#NAME</translation>
    </message>
    <message>
        <source>Load a model there, or name one after the address: http://HOST/v1#NAME</source>
        <translation>サーバーでモデルを読み込むか、アドレスの後に名前を付けてください: http://HOST/v1#NAME</translation>
    </message>
    <message>
        <source>The model server {0} failed: {1}.</source>
        <translation>モデルサーバー {0} で問題が起きました: {1}。</translation>
    </message>
    <message>
        <source>Try again later; what was written is kept. The server&apos;s own log says more.</source>
        <translation>しばらくしてからもう一度試してください。書かれた分は残っています。詳しくはサーバーのログにあります。</translation>
    </message>
    <message>
        <source>No text is sent to {0}: that was not allowed.</source>
        <translation>{0} には文章を送りません: 許可されていません。</translation>
    </message>
    <message>
        <source>Answers quote the document. You are asked again at the next start.</source>
        <translation>文書の引用で答えます。次に起動したときにもう一度お尋ねします。</translation>
    </message>
    <message>
        <source>The key could not be stored: {0}.</source>
        <translation>鍵を保存できませんでした: {0}。</translation>
    </message>
    <message>
        <source>Where the system has no keyring, set the environment variable SHIORI_API_KEY.</source>
        <translation>システムに鍵の保管場所がない場合は、環境変数 SHIORI_API_KEY を設定してください。</translation>
    </message>
    <message>
        <source>{0} is no paper note.</source>
        <translation>{0}は論文ノートではありません。</translation>
    </message>
    <message>
        <source>A note that Shiori has written has a part “Summary” or “Q&amp;A” and says which PDF it is about.</source>
        <translation>Shioriが書き出したノートには「概要」または「Q&amp;A」の部分があり、どのPDFについてのものかが書かれています。</translation>
    </message>
    <message>
        <source>This digest is being made already.</source>
        <translation>このダイジェストは作成中です。</translation>
    </message>
    <message>
        <source>Another window or command of Shiori is at it: wait until it has ended, or pause it there.</source>
        <translation>別の栞のウィンドウまたはコマンドが作成しています。終わるのを待つか、そちらで一時停止してください。</translation>
    </message>
    <message>
        <source>no connection</source>
        <translation>接続できません</translation>
    </message>
    <message>
        <source>no answer in time</source>
        <translation>時間内に応答がありません</translation>
    </message>
    <message>
        <source>that is no answer of arXiv</source>
        <translation>arXivの応答ではありません</translation>
    </message>
    <message>
        <source>The arXiv service at {0} cannot be reached: {1}.</source>
        <translation>arXivのサービス（{0}）につながりません: {1}。</translation>
    </message>
    <message>
        <source>Check the network connection and try again. What the PDF itself says of the paper is there.</source>
        <translation>ネットワーク接続を確認して、もう一度お試しください。PDF自体から分かることは表示されています。</translation>
    </message>
    <message>
        <source>arXiv does not know {0}.</source>
        <translation>{0}はarXivにありません。</translation>
    </message>
    <message>
        <source>There is nothing to look up on arXiv.</source>
        <translation>arXivで調べる手がかりがありません。</translation>
    </message>
    <message>
        <source>Check number and title in the note&apos;s head; both can be changed there.</source>
        <translation>ノートの書誌情報の番号と題名を確認してください。どちらもそこで変更できます。</translation>
    </message>
    <message>
        <source>The arXiv service at {0} failed: {1}.</source>
        <translation>arXivのサービス（{0}）でエラーが起きました: {1}。</translation>
    </message>
    <message>
        <source>Try again later. What the PDF itself says of the paper is there.</source>
        <translation>しばらくしてからお試しください。PDF自体から分かることは表示されています。</translation>
    </message>
    <message>
        <source>{0} could not be fetched: {1} cannot be reached.</source>
        <translation>{0} を取得できませんでした。{1} に接続できません。</translation>
    </message>
    <message>
        <source>Check the network and try again: what has arrived is kept. HF_ENDPOINT, or &quot;hub_url&quot; in settings.json, names a mirror.</source>
        <translation>ネットワークを確認して、もう一度お試しください。届いた分は保存されています。HF_ENDPOINT または settings.json の &quot;hub_url&quot; でミラーを指定できます。</translation>
    </message>
    <message>
        <source>{0} could not be fetched: {1} does not have this file.</source>
        <translation>{0} を取得できませんでした。このファイルは {1} にありません。</translation>
    </message>
    <message>
        <source>Choose another model (shiori models list), or give a copy: shiori models get NAME --from FILE</source>
        <translation>別のモデルを選ぶか（shiori models list）、手元のファイルを指定してください: shiori models get NAME --from FILE</translation>
    </message>
    <message>
        <source>{0} could not be fetched: {1} does not give it to everybody.</source>
        <translation>{0} を取得できませんでした。{1} では公開範囲が制限されています。</translation>
    </message>
    <message>
        <source>Agree to its terms on its page there and set HF_TOKEN to your access token, or choose another model.</source>
        <translation>配布ページで利用条件に同意し、HF_TOKEN にアクセストークンを設定するか、別のモデルを選んでください。</translation>
    </message>
    <message>
        <source>{0} could not be fetched: this is not the expected file (its SHA-256 differs).</source>
        <translation>{0} を取得できませんでした。期待したファイルと異なります（SHA-256 が一致しません）。</translation>
    </message>
    <message>
        <source>Nothing of it was kept. Try again, or fetch it from elsewhere: shiori models get NAME --from FILE</source>
        <translation>ファイルは残していません。もう一度試すか、別の入手元を使ってください: shiori models get NAME --from FILE</translation>
    </message>
    <message>
        <source>{0} could not be fetched: it needs {1} GB more on the disk, {2} GB are free.</source>
        <translation>{0} を取得できませんでした。ディスクにあと {1} GB 必要ですが、空きは {2} GB です。</translation>
    </message>
    <message>
        <source>Make room and try again: what has arrived is kept. Or choose a smaller model: shiori models list</source>
        <translation>空きを作ってもう一度お試しください。届いた分は保存されています。または、より小さいモデルを選んでください: shiori models list</translation>
    </message>
</context>
<context>
    <name>library</name>
    <message>
        <source>p. {0} of {1}</source>
        <translation>{1} ページ中 {0} ページ</translation>
    </message>
    <message>
        <source>read today</source>
        <translation>今日読みました</translation>
    </message>
    <message>
        <source>read yesterday</source>
        <translation>昨日読みました</translation>
    </message>
    <message>
        <source>read {0} days ago</source>
        <translation>{0} 日前に読みました</translation>
    </message>
    <message>
        <source>read on {0}</source>
        <translation>{0} に読みました</translation>
    </message>
    <message>
        <source>p. {0}</source>
        <translation>p. {0}</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>メモ</translation>
    </message>
    <message>
        <source>Mark</source>
        <translation>マーク</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>1 place</source>
        <translation>1 か所</translation>
    </message>
    <message>
        <source>{0} places</source>
        <translation>{0} か所</translation>
    </message>
</context>
<context>
    <name>marks</name>
    <message>
        <source>Yellow</source>
        <translation>黄</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>緑</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>青</translation>
    </message>
    <message>
        <source>Pink</source>
        <translation>桃</translation>
    </message>
    <message>
        <source>Orange</source>
        <translation>橙</translation>
    </message>
    <message>
        <source>Highlight</source>
        <translation>ハイライト</translation>
    </message>
    <message>
        <source>Underline</source>
        <translation>下線</translation>
    </message>
    <message>
        <source>Wavy underline</source>
        <translation>波線</translation>
    </message>
    <message>
        <source>Struck out</source>
        <translation>取り消し線</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>メモ</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>Drawing</source>
        <translation>手書き</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>図形</translation>
    </message>
    <message>
        <source>Stamp</source>
        <translation>スタンプ</translation>
    </message>
    <message>
        <source>Attached file</source>
        <translation>添付ファイル</translation>
    </message>
    <message>
        <source>Annotation</source>
        <translation>注釈</translation>
    </message>
</context>
</TS>
